import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identityOf } from '../process-identity';
import { SetupError } from '../setup/command.mjs';

/** Who runs on a data folder. */
interface Holder {
  readonly pid: number;
  readonly identity: string | undefined;
  readonly url: string;
}

/**
 * Takes the data folder for this process; what a killed one left is taken over. Returns what gives it back.
 * @throws {SetupError} naming the process and the address when another one runs on it
 */
export function takeDataFolder(lock: string, url: string): () => void {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid), url }));
  try {
    while (!place(mine, lock)) {
      const holder = read(lock);
      if (runs(holder)) throw refusal(holder);
      clear(lock, `${mine}.old`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(lock, { force: true });
}

/** A link appears with its whole content or not at all, and never over another. */
function place(mine: string, lock: string): boolean {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Puts an abandoned lock away; back, should it have become another's in this very moment. */
function clear(lock: string, aside: string): void {
  try {
    renameSync(lock, aside);
    if (runs(read(aside))) linkSync(aside, lock);
  } finally {
    rmSync(aside, { force: true });
  }
}

function runs(holder: Holder | undefined): holder is Holder {
  return holder !== undefined && identityOf(holder.pid) === holder.identity;
}

function read(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8'));
  } catch {
    return undefined;
  }
}

function refusal({ pid, url }: Holder): SetupError {
  return new SetupError(
    `Handover already runs on this data folder: process ${pid}, ${url}.\n` +
      'Stop it first, or set HANDOVER_DATA_DIR and PORT for a second one.',
  );
}
