import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../platform/package-root';
import { cacheFolder } from './cache-folder';
import type { Say } from './progress.mjs';
import { run } from './setup/command.mjs';
import { withLock } from './setup/lock.mjs';

const MODULE = path.join(packageRoot, 'embedded/temporal');
const PROGRAM = 'github.com/temporalio/cli/cmd/temporal';

/** Where the build of exactly these modules lies, or will lie. */
export function builtTemporal(): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(path.join(MODULE, file)));
  return path.join(cacheFolder(), `temporal-${hash.digest('hex').slice(0, 12)}`);
}

/** True when there is a `go` to build with. */
export function hasGo(): boolean {
  return spawnSync('go', ['version']).status === 0;
}

/**
 * Builds the Temporal server with its UI from Go modules: some four minutes on two cores, once. It is built under
 * another name and renamed, so a killed build leaves nothing broken; a second one started meanwhile waits for the first.
 * @throws {SetupError} with what Go said when it fails
 */
export async function buildTemporal(say: Say): Promise<string> {
  const built = builtTemporal();
  const tellWaiting = (holder: number) => say(`waiting for process ${holder}, which is building it`);
  await withLock(`${built}.lock`, tellWaiting, async () => {
    if (existsSync(built)) return;
    removeUnfinished(built);
    const folder = mkdtempSync(`${built}.`);
    try {
      for (const file of ['go.mod', 'go.sum']) copyFileSync(path.join(MODULE, file), path.join(folder, file));
      await compile(folder, say);
      renameSync(path.join(folder, 'temporal'), built);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return built;
}

/** What builds that were killed have left behind. */
function removeUnfinished(built: string): void {
  const cache = path.dirname(built);
  for (const entry of readdirSync(cache, { withFileTypes: true }))
    if (entry.isDirectory() && entry.name.startsWith(`${path.basename(built)}.`))
      rmSync(path.join(cache, entry.name), { recursive: true, force: true });
}

async function compile(folder: string, say: Say): Promise<void> {
  const options = {
    cwd: folder,
    env: { GOFLAGS: '-mod=mod' },
    advice: 'Go needs 1.26 or newer (or leave to fetch it) and a way to its module proxy.',
  };
  let downloaded = 0;
  let packages = 0;
  say('fetching its Go modules');
  await run(['go', 'list', '-deps', PROGRAM], {
    ...options,
    onLine: (line) => {
      if (line.startsWith('go: downloading')) say(`fetching its Go modules, ${++downloaded} so far`);
      else packages += 1;
    },
  });
  let compiled = 0;
  say('building it from Go modules, once');
  await run(['go', 'build', '-v', '-trimpath', '-ldflags', '-s -w', '-o', 'temporal', PROGRAM], {
    ...options,
    onLine: () => say(`building it from Go modules, once: package ${++compiled} of ${packages}`),
  });
}
