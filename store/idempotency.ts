import type { Decision } from '../domain/decision';
import { newId } from '../platform/ids';
import type { Db } from './db';
import type { Sql } from './sql';

/** A request, by its key and by what it asks for. */
interface Request {
  readonly apiKeyId: string;
  readonly key: string;
  readonly requestHash: string;
}

/** What a repeated request finds. */
export type Claim =
  | { readonly kind: 'mine'; readonly claim: Claimed }
  | { readonly kind: 'done'; readonly status: number; readonly body: string }
  | { readonly kind: 'in-flight' }
  | { readonly kind: 'mismatch' };

/** The right to answer for an Idempotency-Key. */
export interface Claimed extends Request {
  readonly claim: string;
}

/** A reply to keep together with the change of a decision that it reports. */
export interface KeptReply {
  readonly claim: Claimed;
  readonly status: number;
  body(decision: Decision): string;
}

/** The five values that a statement takes to keep a reply: all null if there is none. */
export const replyValues = (reply: KeptReply | null, decision: Decision): readonly unknown[] =>
  reply
    ? [reply.claim.apiKeyId, reply.claim.key, reply.claim.claim, reply.status, reply.body(decision)]
    : [null, null, null, null, null];

/** A claim this old belongs to a process that died: another may take it over. */
const STALE_MS = 60_000;
/** How long a key is remembered (`api.md`). */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Claims an Idempotency-Key for this request, or says what became of the first one. */
export async function claimKey(db: Db, { apiKeyId, key, requestHash }: Request, at: Date): Promise<Claim> {
  const claim = newId();
  const stale = new Date(at.getTime() - STALE_MS);
  const forgotten = new Date(at.getTime() - KEPT_MS);
  const won = await db.sql`
    INSERT INTO idempotency (api_key_id, key, request_hash, claim, created_at)
    VALUES (${apiKeyId}, ${key}, ${requestHash}, ${claim}, ${at})
    ON CONFLICT (api_key_id, key) DO UPDATE
      SET request_hash = excluded.request_hash, claim = excluded.claim, created_at = excluded.created_at, status = NULL, body = NULL
      WHERE idempotency.created_at < ${forgotten}
         OR (idempotency.status IS NULL AND idempotency.created_at < ${stale} AND idempotency.request_hash = excluded.request_hash)
    RETURNING claim`;
  if (won.length > 0) return { kind: 'mine', claim: { apiKeyId, key, requestHash, claim } };
  const first = await db.idempotency.findUnique({ where: { apiKeyId_key: { apiKeyId, key } } });
  if (!first) return { kind: 'in-flight' }; // refused just now: its key can be used again
  if (first.requestHash !== requestHash) return { kind: 'mismatch' };
  if (first.status === null || first.body === null) return { kind: 'in-flight' };
  return { kind: 'done', status: first.status, body: first.body };
}

/** Keeps the reply. In a transaction that does the work, work and reply stand or fall together. Throws when the claim was lost. */
export async function keepReply(
  sql: Sql,
  { apiKeyId, key, claim }: Claimed,
  status: number,
  body: string,
): Promise<void> {
  const kept = await sql`
    UPDATE idempotency SET status = ${status}, body = ${body}
    WHERE api_key_id = ${apiKeyId} AND key = ${key} AND claim = ${claim} AND status IS NULL
    RETURNING claim`;
  if (kept.length === 0) throw claimLost();
}

/** Throws when the claim was lost. */
export async function requireClaim({ sql }: Db, { apiKeyId, key, claim }: Claimed): Promise<void> {
  const held = await sql`
    SELECT 1 FROM idempotency WHERE api_key_id = ${apiKeyId} AND key = ${key} AND claim = ${claim} AND status IS NULL`;
  if (held.length === 0) throw claimLost();
}

/** Another process took the request for dead, and does what it asks for. */
export const claimLost = (): Error => new Error('the claim on this Idempotency-Key was taken over');

/** Deletes what is remembered no longer. */
export async function forgetReplies({ sql }: Db, at: Date): Promise<void> {
  await sql`DELETE FROM idempotency WHERE created_at < ${new Date(at.getTime() - KEPT_MS)}`;
}

/** A refused request leaves no trace. */
export async function dropClaim(db: Db, claimed: Claimed): Promise<void> {
  await db.idempotency.deleteMany({ where: { ...claimed, status: null } });
}
