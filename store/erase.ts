import { isOver } from '../domain/decide';
import type { Decision } from '../domain/decision';
import type { DecisionState, Plan } from '../domain/model';
import { isSamePerson, personKey } from '../domain/person';
import type { Storage } from '../platform/storage';
import { appendAudit, SYSTEM } from './audit';
import type { Db } from './db';
import { decisionOf, findStored } from './decisions';
import { reopenMessages } from './notifications';
import type { Sql } from './sql';

/** What stands in place of a text that cannot be null. */
const ERASED = '[erased]';

export interface Erasure {
  /** Somebody asked for it, or its time is over. */
  readonly cause: 'request' | 'retention';
  /** Whose address goes with the text; null: addresses stay. */
  readonly person: string | null;
  readonly at: Date;
  readonly storage: Storage;
  /** The body of a reply that shows this decision, for replies kept under an Idempotency-Key. */
  replyOf(decision: Decision): string;
}

/**
 * Removes what people and agents wrote: the request's text, trace, files, answers, events, kept replies. Ids, times,
 * numbers, options, verdicts and the content hash stay, and so does the audit, which never had the text. Safe to repeat.
 * `open`: nothing is erased while someone may still answer, or the scheduled time is to come.
 */
export async function eraseDecision(
  db: Db,
  id: string,
  { cause, person, at, storage, replyOf }: Erasure,
): Promise<'erased' | 'open' | 'unknown'> {
  const found = await findStored(db, id);
  if (!found) return 'unknown';
  const { workspaceId, state } = decisionOf(found);
  if (!isOver(state)) return 'open';
  const files = await db.sql<{ id: string }>`SELECT id FROM files WHERE decision_id = ${id}`;
  for (const file of files) await storage.delete(file.id); // first: after a crash it is done again
  await db.begin(async (sql) => {
    if (person !== null) await eraseAddress(sql, id, person);
    await eraseText(sql, id, at);
    await reopenMessages({ sql }, id);
    const data = { cause, address: person !== null };
    await appendAudit(sql, workspaceId, [{ type: 'subject.erased', at, actor: SYSTEM, decisionId: id, data }]);
  });
  const erased = await findStored(db, id);
  if (erased) await eraseReplies(db.sql, decisionOf(erased), replyOf);
  return 'erased';
}

async function eraseAddress(sql: Sql, id: string, person: string): Promise<void> {
  const [row] = await sql<{ state: DecisionState; plan: Plan }>`
    SELECT state, plan FROM decisions WHERE id = ${id} FOR NO KEY UPDATE`;
  if (!row) return;
  const kept = (address: string): string => (isSamePerson(address, person) ? ERASED : address);
  await sql`
    UPDATE decisions SET state = ${JSON.stringify(withoutAddress(row.state, kept))}, plan = ${JSON.stringify(planWithout(row.plan, kept))}
    WHERE id = ${id}`;
  await sql`
    UPDATE assignments SET approver = ${ERASED}, approver_key = ${ERASED}
    WHERE decision_id = ${id} AND approver_key = ${personKey(person)}`;
}

function withoutAddress(state: DecisionState, kept: (address: string) => string): DecisionState {
  const { assignments, resolution } = state;
  return {
    ...state,
    assignments: assignments.map((one) => ({
      ...one,
      approver: kept(one.approver),
      delegatedTo: one.delegatedTo && kept(one.delegatedTo),
    })),
    resolution: resolution && { ...resolution, by: kept(resolution.by) },
  };
}

const planWithout = (plan: Plan, kept: (address: string) => string): Plan => ({
  ...plan,
  steps: plan.steps.map((step) => ({ ...step, approvers: step.approvers.map(kept), backups: step.backups.map(kept) })),
});

/** Who answered is text, too: over the API it is whatever the caller claims. */
async function eraseText(sql: Sql, id: string, at: Date): Promise<void> {
  await sql`
    UPDATE decisions
    SET action = ${ERASED}, context = NULL, agent = NULL, metadata = NULL, context_images = '{}', reason = NULL,
        response_type = '{"type": "approve_deny"}', erased_at = coalesce(erased_at, ${at}),
        plan = jsonb_set(plan, '{steps}', (SELECT jsonb_agg(step || '{"name": null}') FROM jsonb_array_elements(plan->'steps') step)),
        state = CASE WHEN state->'resolution'->>'answerId' IS NULL THEN state
                     ELSE jsonb_set(state, '{resolution,by}', 'null') END
                || jsonb_build_object('steps', (SELECT jsonb_agg(step || '{"name": null}') FROM jsonb_array_elements(state->'steps') step))
    WHERE id = ${id}`;
  await sql`DELETE FROM traces WHERE decision_id = ${id}`;
  await sql`DELETE FROM files WHERE decision_id = ${id}`;
  await sql`UPDATE answers SET notes = NULL, data = NULL, author = ${ERASED}, author_key = ${ERASED} WHERE decision_id = ${id}`;
  await sql`UPDATE assignments SET note = NULL WHERE decision_id = ${id}`;
  await sql`UPDATE events SET body = '' WHERE decision_id = ${id}`;
  await sql`
    UPDATE deliveries SET next_attempt_at = NULL, status = CASE status WHEN 'pending' THEN 'failed' ELSE status END
    WHERE decision_id = ${id}`;
}

/** Replies kept for an Idempotency-Key. */
async function eraseReplies(sql: Sql, decision: Decision, replyOf: Erasure['replyOf']): Promise<void> {
  await sql`
    UPDATE idempotency
    SET body = CASE WHEN body::jsonb ? 'action' THEN ${replyOf(decision)} ELSE '{"attachments":[]}' END
    WHERE decision_id = ${decision.id} AND body::jsonb ?| '{action,attachments}'`;
}

/** Decisions that ended before `before` and still have their text, oldest first. */
export async function findEndedBefore({ sql }: Db, before: Date, limit: number): Promise<readonly string[]> {
  const rows = await sql<{ id: string }>`
    SELECT id FROM decisions WHERE erased_at IS NULL AND ended_at < ${before} ORDER BY ended_at LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Decisions that this person was asked, or answered, and that still name them. */
export async function findOfPerson({ sql }: Db, address: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }>`
    SELECT decision_id AS id FROM assignments WHERE approver_key = ${personKey(address)}
    UNION SELECT decision_id FROM answers WHERE author_key = ${personKey(address)}
    ORDER BY id`;
  return rows.map(({ id }) => id);
}
