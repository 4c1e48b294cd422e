import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from '../generated/prisma/client';
import { countersOn } from './rate-counters';
import { preparedOn, type Sql, sqlOn, transactionOn } from './sql';

/**
 * PostgreSQL: Prisma's typed models for plain queries, `sql` for statements of our own, `prepared` for the hot ones,
 * `begin` for statements that succeed or fail together, and `counter` for rate limits. All share one pool.
 */
export type Db = ReturnType<typeof openDb>;

/** A statement that takes longer than this has lost its way: the activity or request that waits for it has given up. */
const STATEMENT_MS = 10_000;

export interface DbOptions {
  readonly connections?: number;
  /** In place of PostgreSQL's own clock, in milliseconds since the epoch: for tests that skip time. */
  readonly clock?: () => Promise<number>;
}

/** Connects lazily: PostgreSQL may become available after the start. */
export function openDb(databaseUrl: string, { connections = 10, clock }: DbOptions = {}) {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: connections,
    keepAlive: true,
    allowExitOnIdle: true, // `$disconnect` ends the pool only if Prisma was used, and a command must end
    connectionTimeoutMillis: 10_000, // a burst waits for its turn
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + 2_000, // in case the word of the timeout does not come back either
  });
  pool.on('error', () => undefined); // a connection that ends while it is idle is replaced
  const adapter = new PrismaPg(pool, { disposeExternalPool: true });
  const sql: Sql = sqlOn(pool);
  /** The time for a statement's `nowIn` parameter: null for PostgreSQL's own clock. */
  const clockOrNull = async (): Promise<number | null> => (clock ? clock() : null);
  return new PrismaClient({ adapter }).$extends({
    client: {
      sql,
      prepared: preparedOn(pool),
      clock: clockOrNull,
      begin: transactionOn(pool),
      counter: countersOn(pool),
    },
  });
}

/**
 * SQL for the current time in whole milliseconds since the epoch. `parameter`: its statement's parameter for `db.clock()`.
 */
export const nowIn = (parameter: string): string =>
  `coalesce(${parameter}::float8, floor(extract(epoch FROM clock_timestamp()) * 1000))::float8`;

/** Whether the database answers. */
export async function isReachable(db: Db): Promise<boolean> {
  return db.sql`SELECT 1`.then(
    () => true,
    () => false,
  );
}

/** Whether the error says that PostgreSQL could not be reached or went away, rather than that a query was wrong. */
export function isUnreachable(error: unknown): boolean {
  const text = error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message} ${causeOf(error)}` : '';
  return /P1001|P1002|P1008|P1017|P2024|P2037|ECONNREFUSED|ECONNRESET|EPIPE|57P0[1-3]|53300|Connection terminated|ConnectionClosed|connection error|DatabaseNotReachable|Query read timeout|timeout exceeded when trying to connect|not yet accepting|starting up|shutting down/i.test(
    text,
  );
}

const causeOf = (error: Error): string =>
  `${JSON.stringify('meta' in error ? error.meta : '')} ${error.cause instanceof Error ? error.cause.message : JSON.stringify(error.cause ?? '')}`;
