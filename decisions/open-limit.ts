import { HandoverError } from '../contract/errors';
import type { Clock } from '../platform/clock';
import type { Db } from '../store/db';
import { countOpen } from '../store/decisions';

/** Throws RATE_LIMIT when a key has as many open decisions as it may have. */
export type OpenLimit = (apiKeyId: string) => Promise<void>;

/** A count this old, in milliseconds, is made anew; until then this process adds its own creates to it. */
const FRESH_MS = 5_000;

/**
 * A guard against runaway agents, not an exact number: counting on every create would cost more than the create.
 * Nobody is refused on an old count, and several API processes may together let through what they make in 5 s.
 */
export function createOpenLimit({ db, clock, most }: { db: Db; clock: Clock; most: number }): OpenLimit {
  const counts = new Map<string, { open: number; at: number }>();
  return async (apiKeyId) => {
    const now = clock().getTime();
    const known = counts.get(apiKeyId);
    if (known && now - known.at < FRESH_MS && known.open < most) {
      known.open += 1;
      return;
    }
    const open = await countOpen(db, apiKeyId, most);
    if (open >= most) throw tooMany(most);
    counts.set(apiKeyId, { open: open + 1, at: now });
  };
}

function tooMany(most: number): HandoverError {
  const reason = `This API key has ${most} open decisions, the most allowed: wait until some are answered, or cancel them`;
  return new HandoverError('RATE_LIMIT', { retryAfterSeconds: 60, reason });
}
