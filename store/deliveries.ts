import type { DeliveryAttempt } from '../generated/prisma/client';
import { type Actor, auditRows, byKey, SYSTEM } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';

/** One event to one receiver, with every attempt so far. */
export interface Delivery {
  readonly id: string;
  readonly decisionId: string;
  /** What the receiver is told, such as `decision.resolved`. */
  readonly event: string;
  readonly url: string;
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly nextAttemptAt: Date | null;
  readonly redeliveredBy: string | null;
  readonly attempts: readonly DeliveryAttempt[];
}

/** What an attempt needs: where to, the exact bytes, and the sealed secrets that sign them. */
export interface DueDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly event: string;
  readonly url: string;
  readonly body: string;
  readonly status: Delivery['status'];
  readonly redeliveredBy: string | null;
  /** How many attempts were made already. */
  readonly attempts: number;
  readonly decisionId: string;
  readonly workspaceId: string;
  readonly erasedAt: Date | null;
  readonly webhookSecret: Uint8Array;
  readonly previousWebhookSecret: Uint8Array | null;
  readonly previousWebhookSecretEndsAt: Date | null;
}

export async function findDueDelivery(db: Db, id: string): Promise<DueDelivery | null> {
  const [row] = await db.prepared('find-due-delivery', DUE, [id]);
  return row ? (fromColumns(row) as unknown as DueDelivery) : null;
}

const DUE = `
  SELECT v.id, v.event_id, e.type AS event, v.url, e.body, v.status, v.redelivered_by,
         (SELECT count(*)::int FROM delivery_attempts a WHERE a.delivery_id = v.id) AS attempts,
         d.id AS decision_id, d.workspace_id, d.erased_at,
         k.webhook_secret, k.previous_webhook_secret, k.previous_webhook_secret_ends_at
  FROM deliveries v JOIN events e ON e.id = v.event_id JOIN decisions d ON d.id = v.decision_id JOIN api_keys k ON k.id = d.api_key_id
  WHERE v.id = $1`;

export interface Attempt {
  readonly at: Date;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly durationMs: number;
}
export interface AfterAttempt {
  readonly status: Delivery['status'];
  readonly nextAttemptAt: Date | null;
}

/** Stores one attempt, what follows from it, and its audit event; its actor is the key that asked for a redelivery. */
export async function recordAttempt(
  db: Db,
  delivery: DueDelivery,
  { at, statusCode, error, durationMs }: Attempt,
  { status, nextAttemptAt }: AfterAttempt,
): Promise<void> {
  const number = delivery.attempts + 1;
  const { id, decisionId, workspaceId, event, redeliveredBy } = delivery;
  const actor: Actor = redeliveredBy ? byKey(redeliveredBy) : SYSTEM;
  const data = { delivery_id: id, event, number, status_code: statusCode, error };
  const type = status === 'failed' ? 'delivery.failed' : 'delivery.attempted';
  const audit = auditRows([{ type, at, actor, decisionId, data }]);
  await db.prepared('record-attempt', RECORD, [
    ...[id, number, at, statusCode, error, durationMs, status, nextAttemptAt, workspaceId, audit],
  ]);
}

/** What was erased meanwhile is not tried again. */
const RECORD = `
  WITH tried AS (
    INSERT INTO delivery_attempts (delivery_id, number, at, status_code, error, duration_ms) VALUES ($1, $2, $3, $4, $5, $6) RETURNING 1
  ), moved AS (
    UPDATE deliveries v SET status = $7, next_attempt_at = $8
    FROM events e WHERE v.id = $1 AND e.id = v.event_id AND e.body <> '' RETURNING 1
  )
  SELECT audit_append($9::uuid, $10::jsonb) FROM tried, (SELECT count(*) FROM moved) m`;

/** A decision's deliveries, newest first; `cursor` is the id of the last one of the page before. */
export async function listDeliveries(
  { sql }: Pick<Db, 'sql'>,
  decisionId: string,
  { limit, cursor, id }: { limit: number; cursor?: string | undefined; id?: string | undefined },
): Promise<readonly Delivery[]> {
  // One statement: an attempt that is recorded meanwhile shows in the delivery and among its attempts, or in neither.
  const rows = await sql<{ attempts: object[] }>`
    SELECT v.id, v.decision_id, e.type AS event, v.url, v.status, v.next_attempt_at, v.redelivered_by,
           ARRAY(SELECT to_jsonb(a) FROM delivery_attempts a WHERE a.delivery_id = v.id ORDER BY a.number) AS attempts
    FROM deliveries v JOIN events e ON e.id = v.event_id
    WHERE v.decision_id = ${decisionId} AND (${id}::uuid IS NULL OR v.id = ${id}) AND (${cursor}::uuid IS NULL OR v.id < ${cursor})
    ORDER BY v.id DESC LIMIT ${limit}`;
  return rows.map((row) => ({ ...fromColumns(row), attempts: row.attempts.map(toAttempt) }) as unknown as Delivery);
}

function toAttempt(row: object): DeliveryAttempt {
  const attempt = fromColumns(row) as unknown as DeliveryAttempt;
  return { ...attempt, at: new Date(attempt.at) }; // in JSON a time is text
}

/** A delivery of this decision, or null. */
export async function findDelivery(db: Pick<Db, 'sql'>, decisionId: string, id: string): Promise<Delivery | null> {
  return (await listDeliveries(db, decisionId, { id, limit: 1 }))[0] ?? null;
}

/** Puts a delivery back in line, or where it was. */
export async function setDelivery(
  { sql }: Pick<Db, 'sql'>,
  { id, status, nextAttemptAt, redeliveredBy }: Pick<Delivery, 'id' | 'status' | 'nextAttemptAt' | 'redeliveredBy'>,
): Promise<void> {
  await sql`
    UPDATE deliveries SET status = ${status}, next_attempt_at = ${nextAttemptAt}, redelivered_by = ${redeliveredBy}
    WHERE id = ${id}`;
}
