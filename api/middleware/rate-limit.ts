import type { RequestHandler } from 'express';
import { type Limits, rateLimited } from '../accounts/limits';
import type { Bucket } from '../accounts/tiers';
import { networkOf } from '../platform/client-network';
import type { Metrics } from '../platform/metrics';
import { keyOf } from './authenticated';

/**
 * Lets as many requests of a bucket pass as the tier allows: per key, and so behind `authenticated`; `page` per client
 * address. Says how the count stands as draft-ietf-httpapi-ratelimit-headers has it. Throws RATE_LIMIT.
 */
export function limited({ limits, metrics }: { limits: Limits; metrics: Metrics }, bucket: Bucket): RequestHandler {
  const limit = limits[bucket];
  if (!limit) return (_request, _response, next) => next();
  const policy = `"${bucket}";q=${limit.rate.times};w=${limit.rate.seconds}`;
  return async (request, response, next) => {
    const who = bucket === 'page' ? networkOf(request.ip) : keyOf(request).id;
    const { refused, left, resetsInMs } = await limit.count(who);
    response.set({ 'RateLimit-Policy': policy, RateLimit: `"${bucket}";r=${left};t=${Math.ceil(resetsInMs / 1_000)}` });
    if (refused) {
      metrics.rateLimited.inc({ bucket });
      throw rateLimited(resetsInMs);
    }
    next();
  };
}
