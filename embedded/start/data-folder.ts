import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { reasonOf, SetupError } from '../setup-error.mjs';

/** The files and folders in which `npm start` keeps its data. */
export interface DataFolder {
  readonly root: string;
  readonly outbox: string;
  readonly postgres: string;
  readonly temporalDb: string;
  readonly quickstart: string;
  /** The running processes: see `process-record.ts`. */
  readonly processes: string;
  /** Held while `npm start` runs on this folder. */
  readonly lock: string;
  log(name: string): string;
}

/**
 * Creates the folder if it is missing, and closes it to other users. Root's folder is passable, because PostgreSQL then
 * runs as a user of its own, but nobody else can list it.
 * @throws {SetupError} when it can't be written to
 */
export function openDataFolder(root: string): DataFolder {
  const inside = (name: string) => path.join(root, name);
  try {
    mkdirSync(root, { recursive: true });
    chmodSync(root, process.getuid?.() === 0 ? 0o711 : 0o700);
    for (const name of ['logs', 'outbox']) mkdirSync(inside(name), { recursive: true, mode: 0o700 });
    for (const folder of [root, inside('logs'), inside('outbox')]) accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new SetupError(
      `The data folder ${root} can't be written to: ${reasonOf(error)}.\n` +
        'Set HANDOVER_DATA_DIR to a folder you can write to, and start again.',
    );
  }
  return {
    root,
    outbox: inside('outbox'),
    postgres: inside('postgres'),
    temporalDb: inside('temporal.db'),
    quickstart: inside('quickstart.json'),
    processes: inside('processes.json'),
    lock: inside('running.json'),
    log: (name) => inside(`logs/${name}.log`),
  };
}
