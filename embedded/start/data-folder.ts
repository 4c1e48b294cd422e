import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../reason';
import { SetupError } from '../setup/command.mjs';

/** Where `npm start` keeps what it has to keep, by what each place is for. */
export interface DataFolder {
  readonly root: string;
  readonly outbox: string;
  readonly postgres: string;
  readonly temporalDb: string;
  readonly quickstart: string;
  /** The processes that run: see `process-record.ts`. */
  readonly processes: string;
  /** Who runs on this folder: see `single-instance.ts`. */
  readonly lock: string;
  log(name: string): string;
}

/**
 * Makes the folder where there is none. Others may pass through it, as PostgreSQL's own user has to, and list nothing.
 * @throws {SetupError} when it cannot be written to
 */
export function openDataFolder(root: string): DataFolder {
  const inside = (name: string) => path.join(root, name);
  try {
    mkdirSync(root, { recursive: true, mode: 0o711 });
    for (const name of ['logs', 'outbox']) mkdirSync(inside(name), { recursive: true, mode: 0o700 });
    for (const folder of [root, inside('logs'), inside('outbox')]) accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new SetupError(
      `The data folder ${root} cannot be written to: ${reasonOf(error)}.\n` +
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
    log: (name) => inside(path.join('logs', `${name}.log`)),
  };
}
