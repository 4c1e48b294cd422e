import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildOnce, type CachedBuild, cachedPath } from './cache';
import type { Say } from './progress.mjs';
import { run } from './setup/run-command.mjs';

const BUILD: CachedBuild = { name: 'temporal', source: 'embedded/temporal', files: ['go.mod', 'go.sum'] };
const PROGRAM = 'github.com/temporalio/cli/cmd/temporal';

/** The path of the program that `buildTemporal` makes, whether it exists or not. */
export const builtTemporal = (): string => cachedPath(BUILD);

export const hasGo = (): boolean => spawnSync('go', ['version']).status === 0;

/**
 * Builds the Temporal server with its UI from Go modules, once. It takes about four minutes on two cores.
 * @throws {SetupError} with Go's output when it fails
 */
export function buildTemporal(say: Say): Promise<string> {
  return buildOnce(BUILD, say, async (folder) => {
    const options = {
      cwd: folder,
      env: { GOFLAGS: '-mod=mod' },
      advice: 'Go 1.26 or newer is needed (or permission to download it), and access to its module proxy.',
    };
    let downloaded = 0;
    let packages = 0;
    say('downloading its Go modules');
    await run(['go', 'list', '-deps', PROGRAM], {
      ...options,
      onLine: (line) => {
        if (line.startsWith('go: downloading')) say(`downloading its Go modules, ${++downloaded} so far`);
        else packages += 1;
      },
    });
    let compiled = 0;
    say('building it from Go modules, once');
    await run(['go', 'build', '-v', '-trimpath', '-ldflags', '-s -w', '-o', 'temporal', PROGRAM], {
      ...options,
      onLine: () => say(`building it from Go modules, once: package ${++compiled} of ${packages}`),
    });
    return path.join(folder, 'temporal');
  });
}
