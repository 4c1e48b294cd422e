import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { packageRoot } from '../platform/package-root';
import { withLock } from './lock-file.mjs';
import type { Say } from './progress.mjs';
import { reasonOf, SetupError } from './setup-error.mjs';

/** The folder for everything that is downloaded or built once, outside any clone: `$XDG_CACHE_HOME/handover`. */
export function cacheFolder(): string {
  const folder = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'handover');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new SetupError(
      `The cache folder ${folder} can't be created (${reasonOf(error)}). Set XDG_CACHE_HOME to a folder you can write to.`,
    );
  }
  return folder;
}

/** Something that is made from a few files of this repository and then kept in the cache. */
export interface CachedBuild {
  readonly name: string;
  /** The folder of the files, relative to the repository. */
  readonly source: string;
  readonly files: readonly string[];
}

/** The path of a build in the cache. It changes with the contents of the build's files. */
export function cachedPath({ name, source, files }: CachedBuild): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(path.join(packageRoot, source, file)));
  return path.join(cacheFolder(), `${name}-${hash.digest('hex').slice(0, 12)}`);
}

/**
 * Puts a build into the cache, unless it is there. `make` works in a temporary folder with copies of the files and
 * returns what to move into place, so an interrupted build leaves nothing incomplete. A second process waits for the
 * first.
 */
export async function buildOnce(
  build: CachedBuild,
  say: Say,
  make: (folder: string) => Promise<string>,
): Promise<string> {
  const target = cachedPath(build);
  await withLock(
    `${target}.lock`,
    (pid) => say(`waiting for process ${pid}, which is preparing it`),
    async () => {
      if (existsSync(target)) return;
      removeIncomplete(target);
      const folder = mkdtempSync(`${target}.`);
      try {
        for (const file of build.files)
          copyFileSync(path.join(packageRoot, build.source, file), path.join(folder, file));
        renameSync(await make(folder), target);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
  return target;
}

/** Deletes the temporary folders of builds that were killed. */
function removeIncomplete(target: string): void {
  for (const entry of readdirSync(path.dirname(target), { withFileTypes: true }))
    if (entry.isDirectory() && entry.name.startsWith(`${path.basename(target)}.`))
      rmSync(path.join(path.dirname(target), entry.name), { recursive: true, force: true });
}
