import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Tells one process from every other that ever had its id: the id is used again, the time of its start is not.
 * Undefined when no such process runs.
 */
export function identityOf(pid: number): string | undefined {
  return existsSync('/proc/self/stat') ? identityFromProc(pid) : identityFromPs(pid);
}

/** The command line a process was started with; empty when it is gone. */
export function commandOf(pid: number): string {
  return existsSync('/proc/self/cmdline')
    ? readOr(`/proc/${pid}/cmdline`, '').split('\0').join(' ').trim()
    : ps(pid, 'command=');
}

/** Sends a signal; one that comes too late is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (identityOf(pid)) throw error;
  }
}

function identityFromProc(pid: number): string | undefined {
  const stat = readOr(`/proc/${pid}/stat`, '');
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!stat || state === 'Z') return undefined; // a zombie has ended; only its parent has not looked yet
  const ticksAtStart = fields[18];
  return `${readOr('/proc/sys/kernel/random/boot_id', '').trim()} ${ticksAtStart}`;
}

function identityFromPs(pid: number): string | undefined {
  return ps(pid, 'lstart=,comm=') || undefined;
}

function ps(pid: number, columns: string): string {
  return spawnSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
