import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Request, RequestHandler } from 'express';
import { HandoverError, invalid } from '../contract/errors';
import type { Clock } from '../platform/clock';
import type { Db } from '../store/db';
import { type Claimed, claimKey, dropClaim, keepReply } from '../store/idempotency';
import { keyOf } from './authenticated';
import { filesOf } from './multipart';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  /** Whether the handler kept this reply itself, together with its work. */
  readonly kept?: boolean;
}
type Handler = (request: Request, claim: Claimed | null) => Promise<Reply>;

const LONGEST = 255;

/**
 * A POST that may carry an Idempotency-Key: the same request again gets the first one's reply and does nothing.
 * A refused request leaves no trace: its key can be used again. `read`: the reply from how its handler kept it.
 */
export function idempotent(
  { db, clock }: { db: Db; clock: Clock },
  handle: Handler,
  read: (kept: string) => string = (kept) => kept,
): RequestHandler {
  return async (request, response) => {
    const claim = await claimOf(request);
    if (claim && 'body' in claim)
      return void response.status(claim.status).set('Idempotent-Replayed', 'true').type('json').send(read(claim.body));
    const { status, body } = await handleOnce(request, claim);
    response.status(status).json(body);
  };

  async function claimOf(request: Request): Promise<Claimed | { status: number; body: string } | null> {
    const key = request.get('Idempotency-Key');
    if (key === undefined) return null;
    if (key.trim() === '' || key.length > LONGEST)
      throw invalid({ path: 'Idempotency-Key', message: `must be 1 to ${LONGEST} characters` });
    const claim = await claimKey(db, { apiKeyId: keyOf(request).id, key, requestHash: hashOf(request) }, clock());
    switch (claim.kind) {
      case 'mine':
        return claim.claim;
      case 'done':
        return claim;
      case 'mismatch':
        throw new HandoverError(
          'IDEMPOTENCY_MISMATCH',
          'This Idempotency-Key came with another request before: use a new one',
        );
      case 'in-flight':
        throw new HandoverError(
          'IDEMPOTENCY_IN_FLIGHT',
          'The first request with this Idempotency-Key is still running: try again in a moment',
          {
            headers: { 'Retry-After': '1' },
          },
        );
    }
  }

  async function handleOnce(request: Request, claim: Claimed | null): Promise<Reply> {
    try {
      const reply = await handle(request, claim);
      if (claim && !reply.kept) await keepReply(db.sql, claim, reply.status, JSON.stringify(reply.body));
      return reply;
    } catch (error) {
      if (claim) await dropClaim(db, claim).catch(() => undefined); // else it goes stale, and can be taken over
      throw error;
    }
  }
}

function hashOf(request: Request): string {
  const { method, originalUrl, body } = request;
  const files = filesOf(request).map(({ name, sha256 }) => `\n${sha256} ${name}`);
  return createHash('sha256')
    .update(`${method} ${originalUrl}\n${canonicalize(body)}${files.join('')}`)
    .digest('hex');
}

/** The id of the answer that this very request gives: the same if it must be repeated after a crash. */
export function answerIdOf(claim: Claimed | null): string | undefined {
  if (!claim) return undefined;
  const { apiKeyId, key, requestHash } = claim;
  return createHash('sha256').update(`${apiKeyId}\n${key}\n${requestHash}`).digest('hex').slice(0, 32);
}
