import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TOUCH_MS = 5_000;
const ABANDONED_MS = 30_000;

/**
 * Runs `work` while holding a lock file, so that two commands started together don't do the same work over each other.
 * A holder that is gone, or has not touched the file for 30 seconds, has lost it.
 * @param {string} file
 * @param {(holder: number) => void} onWait called once, with the holder's process id, when there is a wait
 * @param {() => Promise<void>} work
 */
export async function withLock(file, onWait, work) {
  for (let told = false; !take(file); told = true) {
    if (!told) onWait(holder(file));
    await sleep(300);
  }
  const touching = setInterval(() => utimesSync(file, new Date(), new Date()), TOUCH_MS);
  try {
    await work();
  } finally {
    clearInterval(touching);
    rmSync(file, { force: true });
  }
}

/** @param {string} file */
function take(file) {
  if (isAbandoned(file)) rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function isAbandoned(file) {
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > ABANDONED_MS || (holder(file) > 0 && !isAlive(holder(file)));
}

/** @param {string} file the pid in it, 0 when it holds none */
function holder(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return 0;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
