import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { reasonOf } from './reason';
import { SetupError } from './setup/command.mjs';

/** Where what is downloaded or built once is kept, outside any clone: `$XDG_CACHE_HOME/handover`. */
export function cacheFolder(): string {
  const folder = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'handover');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new SetupError(
      `The cache folder ${folder} cannot be made (${reasonOf(error)}). Set XDG_CACHE_HOME to a folder you can write to.`,
    );
  }
  return folder;
}
