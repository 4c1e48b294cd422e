import type { Request, RequestHandler, Response } from 'express';
import { type Limits, rateLimitError } from '../../accounts/limits';
import type { Principal } from '../../accounts/principal';
import type { Bucket } from '../../accounts/tiers';
import { networkOf } from '../../platform/client-network';
import type { Metrics } from '../../platform/metrics';

interface Limited {
  readonly limits: Limits;
  readonly metrics: Metrics;
}

/**
 * Counts a request in a bucket: per API key, or per client address where there is no key. Sets the headers of
 * draft-ietf-httpapi-ratelimit-headers. Throws RATE_LIMIT when the bucket is full.
 */
export async function countRequest(
  { limits, metrics }: Limited,
  bucket: Bucket,
  principal: Principal | null,
  request: Request,
  response: Response,
): Promise<void> {
  const limit = limits[bucket];
  if (!limit) return;
  const { refused, left, resetsInMs } = await limit.count(principal?.key.id ?? networkOf(request.ip));
  response.set({
    'RateLimit-Policy': `"${bucket}";q=${limit.rate.times};w=${limit.rate.seconds}`,
    RateLimit: `"${bucket}";r=${left};t=${Math.ceil(resetsInMs / 1_000)}`,
  });
  if (!refused) return;
  metrics.rateLimited.inc({ bucket });
  throw rateLimitError(resetsInMs);
}

/** Counts requests for pages, per client address. */
export const limitPages =
  (context: Limited): RequestHandler =>
  async (request, response, next) => {
    await countRequest(context, 'page', null, request, response);
    next();
  };
