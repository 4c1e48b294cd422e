import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, signal } from './process-identity.mjs';

const POLL_MS = 50;

/** A process that we started, noted in a file so that it can be stopped even after we were killed. */
export interface RecordedProcess {
  readonly name: string;
  readonly pid: number;
  readonly identity: string;
  /** The signal that makes it shut down cleanly. */
  readonly signal: NodeJS.Signals;
}

/** Keeps the file that lists the running processes. */
export interface ProcessRecord {
  add(name: string, pid: number, signal: NodeJS.Signals): void;
  remove(pid: number): void;
}

export function openProcessRecord(file: string): ProcessRecord {
  return {
    add(name, pid, signal) {
      const identity = identityOf(pid);
      if (identity) write(file, [...recordedIn(file), { name, pid, identity, signal }]);
    },
    remove(pid) {
      write(
        file,
        recordedIn(file).filter((entry) => entry.pid !== pid),
      );
    },
  };
}

/**
 * Stops the recorded processes that are still running, the latest first. Each gets its own signal, and is killed after
 * `graceMs`. A process id that now belongs to another process is not ended.
 */
export async function stopRecorded(file: string, graceMs = 10_000): Promise<void> {
  const recorded = recordedIn(file);
  for (const entry of recorded.toReversed()) await stopProcess(entry, graceMs);
  if (recorded.length > 0) write(file, recordedIn(file).filter(isRunning));
}

type ProcessToStop = Omit<RecordedProcess, 'name'>;

/** Sends a process its signal, and `force` after `graceMs`. Returns when it has ended. */
export async function stopProcess(
  target: ProcessToStop,
  graceMs: number,
  force: NodeJS.Signals = 'SIGKILL',
): Promise<void> {
  if (isRunning(target)) signal(target.pid, target.signal);
  const deadline = Date.now() + graceMs;
  while (isRunning(target) && Date.now() < deadline) await sleep(POLL_MS);
  if (isRunning(target)) signal(target.pid, force);
  while (isRunning(target)) await sleep(POLL_MS);
}

export function isRunning({ pid, identity }: ProcessToStop): boolean {
  return identityOf(pid) === identity;
}

/** The processes listed in the file, none when there is no file. */
export function recordedIn(file: string): RecordedProcess[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

/** Replaces the file in one step, so that a crash while writing leaves the old list intact. */
function write(file: string, entries: readonly RecordedProcess[]): void {
  writeFileSync(`${file}.new`, JSON.stringify(entries, null, 2));
  renameSync(`${file}.new`, file);
}
