import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from '../generated/prisma/client';

export type Db = PrismaClient;
/** What a query can run on: the database itself, or a transaction. */
export type Tx = Prisma.TransactionClient;

/** Connects lazily: PostgreSQL may be away at start and come later. */
export function openDb(databaseUrl: string, { connections = 10 }: { connections?: number } = {}): Db {
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: connections, connectionTimeoutMillis: 5_000 });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000 } }); // a burst waits for its turn
}

/** Whether the database answers. */
export async function isReachable(db: Db): Promise<boolean> {
  return db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
}

/** Prisma's code for a unique value that is already there. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

/** Whether the error says that PostgreSQL could not be reached or went away, rather than that a query was wrong. */
export function isUnreachable(error: unknown): boolean {
  const text = error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message} ${causeOf(error)}` : '';
  return /P1001|P1002|P1008|P1017|P2024|P2037|ECONNREFUSED|ECONNRESET|EPIPE|57P0[1-3]|Connection terminated|ConnectionClosed|DatabaseNotReachable|timeout exceeded when trying to connect|not yet accepting|starting up|shutting down|Unable to start a transaction/i.test(
    text,
  );
}

const causeOf = (error: Error): string =>
  `${JSON.stringify('meta' in error ? error.meta : '')} ${error.cause instanceof Error ? error.cause.message : JSON.stringify(error.cause ?? '')}`;
