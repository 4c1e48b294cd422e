import { callbackBody } from '../contract/callbacks';
import type { DecisionEvent } from '../contract/decision';
import type { Decision } from '../contract/model';
import type { DeliveryAttempt, Delivery as Row } from '../generated/prisma/client';
import { newId } from '../platform/ids';
import { appendAudit, byKey, SYSTEM } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';
import type { Sql } from './sql';

/** One event to one URL, with every try so far. */
export type Delivery = Row & { readonly attempts: readonly DeliveryAttempt[] };

/**
 * Makes the delivery of an event, once per cause; null where the decision has no `callback_url`.
 * That of `decision.created` has the decision's own id, so that whoever starts the workflow knows it.
 */
export async function insertDelivery(
  sql: Sql,
  decision: Decision,
  event: DecisionEvent,
  answerId: string | null,
  at: Date,
): Promise<string | null> {
  const { callbackUrl: url } = decision;
  if (url === null) return null;
  const id = event === 'decision.created' ? decision.id : newId();
  await sql`
    INSERT INTO deliveries (id, decision_id, event, cause, url, body, created_at, next_attempt_at)
    VALUES (${id}, ${decision.id}, ${event}, ${answerId ?? ''}, ${url}, ${callbackBody(event, decision, at)}, ${at}, ${at})`;
  return id;
}

const SECRETS = { webhookSecret: true, previousWebhookSecret: true, previousWebhookSecretEndsAt: true } as const;

/** What a try needs: where to, the exact bytes, and the sealed secrets of the key that asked. */
export async function getDelivery(db: Db, id: string) {
  return db.delivery.findUniqueOrThrow({
    where: { id },
    include: {
      decision: { select: { id: true, workspaceId: true, erasedAt: true, apiKey: { select: SECRETS } } },
      _count: { select: { attempts: true } },
    },
  });
}

export interface Attempt {
  readonly at: Date;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly durationMs: number;
}
export interface AfterAttempt {
  readonly status: 'pending' | 'delivered' | 'failed';
  readonly nextAttemptAt: Date | null;
}

/** Keeps one try, what follows from it, and its audit event, whose actor is whoever asked for it to be sent again. */
export async function recordAttempt(
  db: Db,
  delivery: Awaited<ReturnType<typeof getDelivery>>,
  attempt: Attempt,
  after: AfterAttempt,
): Promise<void> {
  const number = delivery._count.attempts + 1;
  const { workspaceId, id: decisionId } = delivery.decision;
  const actor = delivery.redeliveredBy ? byKey(delivery.redeliveredBy) : SYSTEM;
  const data = {
    delivery_id: delivery.id,
    event: delivery.event,
    number,
    status_code: attempt.statusCode,
    error: attempt.error,
  };
  const type = after.status === 'failed' ? 'delivery.failed' : 'delivery.attempted';
  await db.begin(async (sql) => {
    await sql`
      INSERT INTO delivery_attempts (delivery_id, number, at, status_code, error, duration_ms)
      VALUES (${delivery.id}, ${number}, ${attempt.at}, ${attempt.statusCode}, ${attempt.error}, ${attempt.durationMs})`;
    await sql`
      UPDATE deliveries SET status = ${after.status}, next_attempt_at = ${after.nextAttemptAt}
      WHERE id = ${delivery.id} AND body <> ''`; // what was erased meanwhile is not tried again
    await appendAudit(sql, workspaceId, [{ type, at: attempt.at, actor, decisionId, data }]);
  });
}

/** The ids of a decision's deliveries that are still to be made. */
export async function findPending(db: Db, decisionId: string): Promise<string[]> {
  const rows = await db.delivery.findMany({ where: { decisionId, status: 'pending' }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/**
 * The ids of deliveries made before `before` that were never tried, of decisions that a policy resolved: no workflow of
 * theirs carries them. Oldest first.
 */
export async function findUncarried(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db.delivery.findMany({
    where: { status: 'pending', createdAt: { lt: before }, attempts: { none: {} }, decision: { autoResolved: true } },
    orderBy: { createdAt: 'asc' },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** A decision's deliveries, newest first; `cursor` is the id of the last one of the page before. */
export async function listDeliveries(
  { sql }: Pick<Db, 'sql'>,
  decisionId: string,
  { limit, cursor, id }: { limit: number; cursor?: string | undefined; id?: string | undefined },
): Promise<readonly Delivery[]> {
  // One statement: a try that is noted meanwhile shows in the delivery and among its tries, or in neither.
  const rows = await sql<Row & { attempts: object[] }>`
    SELECT d.*, ARRAY(SELECT to_jsonb(a) FROM delivery_attempts a WHERE a.delivery_id = d.id ORDER BY a.number) AS attempts
    FROM deliveries d
    WHERE d.decision_id = ${decisionId} AND (${id}::uuid IS NULL OR d.id = ${id}) AND (${cursor}::uuid IS NULL OR d.id < ${cursor})
    ORDER BY d.id DESC LIMIT ${limit}`;
  return rows.map((row) => ({ ...fromColumns(row), attempts: row.attempts.map(toAttempt) }) as unknown as Delivery);
}

function toAttempt(row: object): DeliveryAttempt {
  const attempt = fromColumns(row) as unknown as DeliveryAttempt;
  return { ...attempt, at: new Date(attempt.at) }; // in JSON a time is text
}

/** A delivery of this decision, or null. */
export async function findDelivery(db: Db, decisionId: string, id: string): Promise<Delivery | null> {
  return (await listDeliveries(db, decisionId, { id, limit: 1 }))[0] ?? null;
}

/** Puts a delivery back in line, or where it was. */
export async function setDelivery(
  db: Db,
  { id, decisionId }: Pick<Row, 'id' | 'decisionId'>,
  { status, nextAttemptAt, redeliveredBy }: Pick<Row, 'status' | 'nextAttemptAt' | 'redeliveredBy'>,
): Promise<Delivery> {
  await db.sql`
    UPDATE deliveries SET status = ${status}, next_attempt_at = ${nextAttemptAt}, redelivered_by = ${redeliveredBy}
    WHERE id = ${id}`;
  const delivery = await findDelivery(db, decisionId, id);
  if (!delivery) throw new Error(`delivery ${id} is not in the database`);
  return delivery;
}
