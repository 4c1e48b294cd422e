import { type Config, readConfig } from '../platform/config';
import { type Db, openDb } from '../store/db';

/** Runs an operator's command with the configuration of the environment. Prints an error and exits with 1 if it fails. */
export function run(command: (config: Config) => Promise<void>): void {
  Promise.resolve()
    .then(() => command(readConfig()))
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
}

/** Runs `work` with a connection to the database, and closes it afterwards. */
export async function withDb<T>(config: Config, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDb(config.DATABASE_URL);
  try {
    return await work(db);
  } finally {
    await db.$disconnect();
  }
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints what went wrong; the command exits with 1. */
export function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
