import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../platform/package-root';
import { cacheFolder } from './cache-folder';
import type { Say } from './progress.mjs';
import { run } from './setup/command.mjs';
import { withLock } from './setup/lock.mjs';

const SOURCE = path.join(packageRoot, 'embedded/time-skipping');
const FILES = ['pom.xml', 'temporal-test-server'];

/** Where the server's Java libraries lie, or will lie, beside the script that runs them. */
export function mavenServer(): string {
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(readFileSync(path.join(SOURCE, file)));
  return path.join(cacheFolder(), `time-skipping-${hash.digest('hex').slice(0, 12)}`, 'temporal-test-server');
}

/** True when there are Maven to fetch the server and Java to run it. */
export function hasMaven(): boolean {
  return spawnSync('mvn', ['--version']).status === 0 && spawnSync('java', ['-version']).status === 0;
}

/**
 * Fetches the time-skipping server with Maven: 35 MB, once. Aside and then renamed, so a kill leaves no half of it.
 * @throws {SetupError} with what Maven said when it fails
 */
export async function fetchWithMaven(say: Say): Promise<string> {
  const script = mavenServer();
  const home = path.dirname(script);
  const tellWaiting = (holder: number) => say(`waiting for process ${holder}, which is fetching it`);
  await withLock(`${home}.lock`, tellWaiting, async () => {
    if (existsSync(script)) return;
    const folder = mkdtempSync(`${home}.`);
    try {
      for (const file of FILES) copyFileSync(path.join(SOURCE, file), path.join(folder, file));
      say('fetching it with Maven, once');
      await run(['mvn', '-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], {
        cwd: folder,
        advice: 'Maven needs a way to its central repository.',
      });
      renameSync(folder, home);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return script;
}
