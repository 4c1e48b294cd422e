import { HandoverError } from '../contract/errors';
import type { Db } from '../store/db';
import type { Counter } from '../store/rate-counters';
import type { Bucket, Rate, Tier } from './tiers';

/** The rate of one bucket, and the counter of its requests. */
export interface Limit {
  readonly rate: Rate;
  readonly count: Counter;
}

/** The limits of a tier. Null: the bucket is unlimited and nothing is counted. */
export type Limits = Readonly<Record<Bucket, Limit | null>>;

/** Create them once per process: they keep the counts that the process remembers. */
export function createLimits(db: Db, { rates }: Tier): Limits {
  const limit = (bucket: Bucket): Limit | null => {
    const rate = rates[bucket];
    return rate && { rate, count: db.counter(bucket, rate) };
  };
  return {
    ...{ create: limit('create'), read: limit('read'), page: limit('page') },
    ...{ account: limit('account'), keys: limit('keys') },
  };
}

/** RATE_LIMIT, to be tried again in so many milliseconds. */
export function rateLimitError(afterMs: number): HandoverError {
  return new HandoverError('RATE_LIMIT', { retryAfterSeconds: Math.max(1, Math.ceil(afterMs / 1_000)) });
}
