import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from '../generated/prisma/client';
import { countersOn } from './rate-counters';
import { type Sql, sqlOn, transactionOn } from './sql';

/**
 * PostgreSQL: Prisma's typed models to look things up, `sql` for what each request and each move needs, `begin` for
 * statements that stand or fall together, and `counter` for limits on requests. All share one pool.
 */
export type Db = ReturnType<typeof openDb>;

/** A statement that takes longer has lost its way: the activity or request that waits for it is given up by then. */
const STATEMENT_MS = 10_000;

/** Connects lazily: PostgreSQL may be away at start and come later. */
export function openDb(databaseUrl: string, { connections = 10 }: { connections?: number } = {}) {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: connections,
    keepAlive: true,
    allowExitOnIdle: true, // `$disconnect` ends the pool only where Prisma was asked, and a command must end
    connectionTimeoutMillis: 10_000, // a burst waits for its turn
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + 2_000, // where not even the timeout's word comes back
  });
  pool.on('error', () => undefined); // a connection that ends while nobody uses it is replaced
  const adapter = new PrismaPg(pool, { disposeExternalPool: true });
  const sql: Sql = sqlOn(pool);
  return new PrismaClient({ adapter }).$extends({
    client: { sql, begin: transactionOn(pool), counter: countersOn(pool) },
  });
}

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
