import { HandoverError } from '../contract/errors';
import type { Counter } from '../store/counters';
import type { Db } from '../store/db';
import type { Bucket, Rate, Tier } from './tiers';

/** How often requests of one bucket may come, and the count of those that came. */
export interface Limit {
  readonly rate: Rate;
  readonly count: Counter;
}

/** The limits of a tier; where it has none, null, and nothing is counted. */
export type Limits = Readonly<Record<Bucket, Limit | null>>;

/** Once for a process: what it remembers of the counts is remembered here. */
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

/** RATE_LIMIT in document 004's own words, to be tried again in so many milliseconds. */
export function rateLimited(afterMs: number): HandoverError {
  return new HandoverError('RATE_LIMIT', 'Rate limit exceeded', {
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(afterMs / 1_000))) },
  });
}
