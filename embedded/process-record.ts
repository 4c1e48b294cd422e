import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf, identityOf, signal } from './process-identity';

const POLL_MS = 50;

/** A process we started, as noted in a file so that whoever comes after a kill -9 can end it, and only it. */
export interface RecordedProcess {
  readonly name: string;
  readonly pid: number;
  readonly identity: string;
  readonly command: string;
  /** What makes it stop in good order. */
  readonly signal: NodeJS.Signals;
}

/** Notes which processes run, and forgets those that have been stopped. */
export interface ProcessRecord {
  add(name: string, pid: number, signal: NodeJS.Signals): void;
  remove(pid: number): void;
}

export function openProcessRecord(file: string): ProcessRecord {
  return {
    add(name, pid, signal) {
      const identity = identityOf(pid);
      if (identity) write(file, [...recordedIn(file), { name, pid, identity, command: commandOf(pid), signal }]);
    },
    remove(pid) {
      keepOnly(file, (entry) => entry.pid !== pid);
    },
  };
}

/**
 * Ends the recorded processes that still run, the latest first, each with its own signal and after `graceMs` for good.
 * A process id that now belongs to something else is left alone. Returns the names of those that were still running.
 */
export async function stopRecorded(file: string, graceMs = 10_000): Promise<string[]> {
  const recorded = recordedIn(file);
  const running = recorded.filter(isRunning).reverse();
  for (const entry of running) {
    signal(entry.pid, entry.signal);
    const deadline = Date.now() + graceMs;
    while (isRunning(entry) && Date.now() < deadline) await sleep(POLL_MS);
    if (isRunning(entry)) signal(entry.pid, 'SIGKILL');
  }
  if (recorded.length > 0) keepOnly(file, (entry) => !recorded.some(({ identity }) => identity === entry.identity));
  return running.map((entry) => entry.name);
}

export function isRunning({ pid, identity }: RecordedProcess): boolean {
  return identityOf(pid) === identity;
}

function keepOnly(file: string, kept: (entry: RecordedProcess) => boolean): void {
  write(file, recordedIn(file).filter(kept));
}

/** The processes noted there. */
export function recordedIn(file: string): RecordedProcess[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

/** Written aside and renamed, so that a kill in the middle leaves the old list whole. */
function write(file: string, entries: readonly RecordedProcess[]): void {
  writeFileSync(`${file}.new`, JSON.stringify(entries, null, 2));
  renameSync(`${file}.new`, file);
}
