import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildOnce, type CachedBuild, cachedPath } from './cache';
import type { Say } from './progress.mjs';
import { run } from './setup/run-command.mjs';

const SCRIPT = 'temporal-test-server';
const BUILD: CachedBuild = { name: 'time-skipping', source: 'embedded/time-skipping', files: ['pom.xml', SCRIPT] };

/** The path of the script that runs the server from Java libraries, whether they were fetched or not. */
export const fetchedServer = (): string => path.join(cachedPath(BUILD), SCRIPT);

/** True when there are Maven to fetch the server and Java to run it. */
export function hasMaven(): boolean {
  return spawnSync('mvn', ['--version']).status === 0 && spawnSync('java', ['-version']).status === 0;
}

/**
 * Fetches the time-skipping server with Maven, once. It is 35 MB.
 * @throws {SetupError} with Maven's output when it fails
 */
export async function fetchWithMaven(say: Say): Promise<string> {
  await buildOnce(BUILD, say, async (folder) => {
    say('downloading it with Maven, once');
    await run(['mvn', '-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], {
      cwd: folder,
      advice: 'Maven needs access to its central repository.',
    });
    return folder;
  });
  return fetchedServer();
}
