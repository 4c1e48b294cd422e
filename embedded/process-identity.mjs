import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Tells a process from all others that ever had the same id, by its start time. Undefined when the process isn't running.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function identityOf(pid) {
  if (!existsSync('/proc/self/stat')) return ps(pid, 'lstart=,comm=') || undefined;
  const stat = readIfThere(`/proc/${pid}/stat`);
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!stat || state === 'Z') return undefined; // a zombie has ended, but its parent hasn't collected it yet
  const ticksAtStart = fields[18];
  return `${readIfThere('/proc/sys/kernel/random/boot_id').trim()} ${ticksAtStart}`;
}

/**
 * The command line that a process was started with, empty when it isn't running.
 * @param {number} pid
 */
export function commandOf(pid) {
  if (!existsSync('/proc/self/cmdline')) return ps(pid, 'command=');
  return readIfThere(`/proc/${pid}/cmdline`).split('\0').join(' ').trim();
}

/**
 * Sends a signal. It is no error when the process has ended already.
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (identityOf(pid)) throw error;
  }
}

/**
 * @param {number} pid
 * @param {string} columns
 */
function ps(pid, columns) {
  return spawnSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
