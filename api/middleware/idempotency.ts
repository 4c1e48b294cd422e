import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Request, Response } from 'express';
import type { Principal } from '../../accounts/principal';
import { HandoverError, invalid } from '../../contract/errors';
import type { Secrets } from '../../platform/secrets';
import { type Claimed, claimKey, dropClaim, keepReply } from '../../store/idempotency';
import type { Sql } from '../../store/sql';
import type { ApiContext } from '../context';
import type { AnyReply, Operation } from '../operation';
import type { SentBody } from './body';

const LONGEST = 255;

interface Received {
  readonly request: Request;
  readonly response: Response;
  readonly principal: Principal | null;
  readonly sent: SentBody;
}

/**
 * Answers a request that may carry an Idempotency-Key: the same request again gets the first one's reply and does
 * nothing. Null: the stored reply was sent. A refused request leaves no trace, and its key can be used again.
 */
export async function answerOnce(
  context: ApiContext,
  { idempotent }: Operation,
  { request, response, principal, sent }: Received,
  handle: (claim: Claimed | null) => Promise<AnyReply>,
): Promise<AnyReply | null> {
  const key = idempotent && principal ? request.get('Idempotency-Key') : undefined;
  if (key === undefined || !principal) return handle(null);
  if (key.trim() === '' || key.length > LONGEST)
    throw invalid({ path: 'Idempotency-Key', message: `must be 1 to ${LONGEST} characters` });
  const identity = { apiKeyId: principal.key.id, key, requestHash: hashOf(request, sent) };
  const claim = await claimKey(context.db, identity, context.clock());
  switch (claim.kind) {
    case 'mine':
      return handleClaimed(context, claim.claim, handle);
    case 'done':
      sendStored(response, claim.status, idempotent === 'sealed' ? opened(context.secrets, claim.body) : claim.body);
      return null;
    case 'mismatch':
      throw new HandoverError('IDEMPOTENCY_MISMATCH');
    case 'in-flight':
      throw new HandoverError('IDEMPOTENCY_IN_FLIGHT');
  }
}

async function handleClaimed(
  { db }: ApiContext,
  claim: Claimed,
  handle: (claim: Claimed) => Promise<AnyReply>,
): Promise<AnyReply> {
  try {
    const reply = await handle(claim);
    if (!reply.kept) await keepReply(db.sql, claim, reply.status, JSON.stringify(reply.body));
    return reply;
  } catch (error) {
    await dropClaim(db, claim).catch(() => undefined); // it becomes stale then, and can be taken over
    throw error;
  }
}

function sendStored(response: Response, status: number, body: string): void {
  response.status(status).set('Idempotent-Replayed', 'true').type('json').send(body);
}

/** Stores a reply that holds a secret, encrypted, in the transaction of the work that it reports. */
export async function keepSealedReply(
  secrets: Secrets,
  sql: Sql,
  claim: Claimed,
  status: number,
  body: object,
): Promise<void> {
  await keepReply(sql, claim, status, Buffer.from(secrets.seal(JSON.stringify(body))).toString('base64'));
}

const opened = (secrets: Secrets, stored: string): string => secrets.open(Buffer.from(stored, 'base64'));

/** Names the request by what it asks for: the same hash is the same request. */
function hashOf({ method, originalUrl }: Request, { value, files: sentFiles }: SentBody): string {
  const files = sentFiles.map(({ name, sha256 }) => `\n${sha256} ${name}`);
  return createHash('sha256')
    .update(`${method} ${originalUrl}\n${canonicalize(value)}${files.join('')}`)
    .digest('hex');
}

/** The id of the answer that a request gives: the same if the request is repeated after a crash. */
export function answerIdOf(claim: Claimed | null): string | undefined {
  if (!claim) return undefined;
  const { apiKeyId, key, requestHash } = claim;
  return createHash('sha256').update(`${apiKeyId}\n${key}\n${requestHash}`).digest('hex').slice(0, 32);
}
