import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Sql } from './sql';

/** How a count stands after one more: how many are left, and in how many milliseconds it begins anew. */
export interface Counted {
  readonly refused: boolean;
  readonly left: number;
  readonly resetsInMs: number;
}

/** Counts one more for somebody. */
export type Counter = (who: string) => Promise<Counted>;

/**
 * Makes counters in PostgreSQL, which all API processes share: under one name, so many `times` in a window of so many
 * `seconds`, which begins with the first. While the database is unavailable, each process counts for itself.
 */
export function countersOn(pool: Pool) {
  return (name: string, { times, seconds }: { times: number; seconds: number }): Counter => {
    const window = { keyPrefix: name, points: times, duration: seconds };
    const limiter = new RateLimiterPostgres({
      ...window,
      ...{ storeClient: pool, tableName: 'rate_limits', tableCreated: true },
      clearExpiredByTimeout: false, // `reconcile` does it, once for all; a timer would outlive the pool
      inMemoryBlockOnConsumed: times, // who is refused again and again costs no query
      insuranceLimiter: new RateLimiterMemory(window),
    });
    return async (who) => {
      try {
        return counted(await limiter.consume(who), false);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return counted(refusal, true);
      }
    };
  };
}

/** Deletes the counts whose window is over. */
export async function forgetCounts({ sql }: { readonly sql: Sql }, at: Date): Promise<void> {
  await sql`DELETE FROM rate_limits WHERE expire < ${at.getTime()}`;
}

const counted = ({ remainingPoints, msBeforeNext }: RateLimiterRes, refused: boolean): Counted => ({
  refused,
  left: remainingPoints,
  resetsInMs: msBeforeNext,
});
