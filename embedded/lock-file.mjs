import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from './process-identity.mjs';

const POLL_MS = 300;

/** @typedef {{ pid: number, identity: string | undefined, note: string }} LockHolder */

/**
 * Takes a lock file for this process, also when the process that held it has ended without releasing it.
 * @param {string} file
 * @param {string} [note] what others are told about the holder
 * @returns {{ holder: LockHolder, release?: undefined } | { holder?: undefined, release: () => void }}
 */
export function tryLock(file, note = '') {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid), note }));
  try {
    while (!link(own, file)) {
      const holder = readHolder(file);
      if (holder && isRunning(holder)) return { holder };
      removeAbandoned(file, `${own}.old`);
    }
    return { release: () => rmSync(file, { force: true }) };
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Runs `work` while holding a lock file, so that two commands started together don't do the same work at once.
 * @param {string} file
 * @param {(pid: number) => void} onWait called once when another process holds the lock, with its id
 * @param {() => Promise<void>} work
 */
export async function withLock(file, onWait, work) {
  let lock = tryLock(file);
  if (lock.holder) onWait(lock.holder.pid);
  for (; lock.holder; lock = tryLock(file)) await sleep(POLL_MS);
  await work().finally(lock.release);
}

/**
 * Unlike a file that is written, a link appears with its whole content, and it never replaces another file.
 * @param {string} own
 * @param {string} file
 */
function link(own, file) {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Moves the lock away before deleting it, and back if another process has taken it in between.
 * @param {string} file
 * @param {string} aside
 */
function removeAbandoned(file, aside) {
  try {
    renameSync(file, aside);
    const holder = readHolder(aside);
    if (holder && isRunning(holder)) linkSync(aside, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {LockHolder} holder */
function isRunning({ pid, identity }) {
  return identityOf(pid) === identity;
}

/**
 * @param {string} file
 * @returns {LockHolder | undefined}
 */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
