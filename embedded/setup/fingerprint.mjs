import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const STAMPS = 'node_modules/.cache/handover';

/**
 * A hash over names and contents, so that a step is done again when, and only when, what it reads has changed.
 * @param {string[]} files
 */
export function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files.toSorted()) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * Every file below a folder whose name `wanted` accepts.
 * @param {string} folder
 * @param {(name: string) => boolean} wanted
 * @returns {string[]}
 */
export function filesBelow(folder, wanted) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

/**
 * The fingerprint a step was last done for; empty when it never was.
 * @param {string} step
 */
export function lastDone(step) {
  try {
    return readFileSync(path.join(STAMPS, step), 'utf8');
  } catch {
    return '';
  }
}

/**
 * @param {string} step
 * @param {string} print
 */
export function markDone(step, print) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(path.join(STAMPS, step), print);
}
