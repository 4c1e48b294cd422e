import { isOpen, type Outcome, TEMPORAL_CANCEL } from '../contract/decision';
import type { Decision } from '../contract/model';
import { type AnswerRow, actorOf, findAnswer, toAnswer } from './answers';
import { type AuditEntry, appendAudit, auditRows, SYSTEM } from './audit';
import { fromColumns, toColumns } from './columns';
import type { Db } from './db';
import { lockDecision } from './decisions';
import { insertDelivery } from './deliveries';
import { type Move, nextMove, type Standing } from './next-move';
import type { Sql } from './sql';

/** What stands after `record`, and the delivery that tells it (null: nobody asked for a callback). */
export interface Recorded {
  readonly outcome: Outcome;
  readonly deliveryId: string | null;
  /** Whether a message was sent that can show what stands now. */
  readonly edits: boolean;
}
/** The same, with what this very call moved: null when it moved nothing. */
export interface Recording extends Recorded {
  readonly moved: { readonly decision: Decision; readonly answered: boolean } | null;
}

/**
 * Moves the read model forward as `nextMove` says, in one transaction, and returns the outcome that stands.
 * The winning answer is marked taken and all others refused, where a callback was asked for its delivery is made with
 * the exact bytes to send, whoever waits for the decision or for the answer is told, and the audit chain grows. Safe to
 * repeat. `reason`: why an operator ended it in Temporal, where that is known.
 */
export async function record(db: Db, asked: Outcome, at: Date, reason: string | null = null): Promise<Recording> {
  return db.begin(async (sql) => {
    const standing = await lockDecision(sql, asked.id); // waits for answers that are just being kept, and has new ones wait
    const untaken = withTemporalCancel(await untakenAnswers(sql, asked.id), asked, reason);
    const move = nextMove(standing, asked, untaken, at);
    if (move) return apply(sql, standing, move, untaken, at);
    await refuseUnknown(sql, standing, asked, at);
    const told = await lastTold(sql, asked.id);
    return { outcome: outcomeOf(standing), ...told, moved: null };
  });
}

/** In the order they came. A statement of its own, after the lock: what came while it was waited for must be seen. */
async function untakenAnswers(sql: Sql, id: string): Promise<readonly AnswerRow[]> {
  const rows = await sql`SELECT * FROM answers WHERE decision_id = ${id} AND state = 'untaken' ORDER BY received_at`;
  return rows.map((row) => toAnswer(fromColumns(row)));
}

function withTemporalCancel(given: readonly AnswerRow[], asked: Outcome, reason: string | null): readonly AnswerRow[] {
  if (asked.answerId !== TEMPORAL_CANCEL || !isTime(asked.answeredAt)) return given;
  return [...given, temporalCancel(asked.answeredAt, reason)];
}

/** Whoever cancels in Temporal's own UI comes through no entrance of ours: the answer is made here. */
const temporalCancel = (at: number, notes: string | null): AnswerRow => ({
  id: TEMPORAL_CANCEL,
  verdict: 'cancel',
  executeAt: null,
  at,
  notes,
  data: null,
  author: 'temporal',
  via: 'cancel',
  assurance: 'api',
  apiKeyId: null,
  linkId: null,
});

async function apply(
  sql: Sql,
  before: Standing,
  move: Move,
  untaken: readonly AnswerRow[],
  at: Date,
): Promise<Recording> {
  const { event, answer, change } = move;
  const { answerId = before.answerId, ...fields } = change;
  const decision: Decision = { ...before.decision, ...fields };
  const lost = answer ? losersTo(answer, decision, untaken) : [];
  if (answer?.id === TEMPORAL_CANCEL) await insertTaken(sql, decision.id, answer);
  const deliveryId = await insertDelivery(sql, decision, event, answerId, at);
  const entries = [entryOf(decision, move, at), ...lost.map((one) => refusal(decision, one, at))];
  const [told] = await sql<{ has_messages: boolean }>`
    WITH moved AS (
      UPDATE decisions d
      SET (status, answer_id, expires_at, escalated_at, execute_at, due_at, resolved_at, resolved_by, resolved_via, assurance,
           response_notes, response_data, cancelled)
        = (SELECT status, answer_id, expires_at, escalated_at, execute_at, due_at, resolved_at, resolved_by, resolved_via, assurance,
                  response_notes, response_data, cancelled
           FROM jsonb_populate_record(d, ${toColumns(change)}))
      WHERE d.id = ${decision.id} RETURNING id
    ), settled AS (
      UPDATE answers SET state = CASE WHEN id = ${answer?.id} THEN 'taken' ELSE 'refused' END, settled = id <> ${answer?.id}
      WHERE decision_id = ${decision.id} AND id = ANY(${answer ? [answer, ...lost].map(({ id }) => id) : []}) RETURNING id
    ), used AS (
      UPDATE links SET used_at = ${answer && new Date(answer.at)} WHERE id = ${answer?.linkId} RETURNING id
    )
    SELECT EXISTS (SELECT 1 FROM messages m JOIN links l ON l.id = m.link_id WHERE l.decision_id = moved.id) AS has_messages,
           pg_notify('decision', ${decision.id}), pg_notify('decision', ${answer?.id ?? decision.id}),
           audit_append(${decision.workspaceId}, ${auditRows(entries)})
    FROM moved, (SELECT count(*) FROM settled) settled, (SELECT count(*) FROM used) used`; // so that the chain's lock comes last
  return {
    outcome: outcomeOf({ decision, answerId }),
    deliveryId,
    edits: event !== 'decision.due' && told?.has_messages === true,
    moved: { decision, answered: answer !== null },
  };
}

/** The answers that are over with the winner's. What is scheduled may still be cancelled. */
function losersTo(winner: AnswerRow, { status }: Decision, untaken: readonly AnswerRow[]): readonly AnswerRow[] {
  return untaken.filter(({ id, verdict }) => id !== winner.id && !(status === 'scheduled' && verdict === 'cancel'));
}

async function insertTaken(
  sql: Sql,
  decisionId: string,
  { at, id, verdict, notes, author, via, assurance }: AnswerRow,
): Promise<void> {
  await sql`
    INSERT INTO answers (decision_id, id, verdict, received_at, notes, author, via, assurance, state, settled)
    VALUES (${decisionId}, ${id}, ${verdict}, ${new Date(at)}, ${notes}, ${author}, ${via}, ${assurance}, 'taken', true)`;
}

/** Something reached Temporal that no entrance of ours has kept: audited, and without effect. */
async function refuseUnknown(sql: Sql, { decision, answerId }: Standing, asked: Outcome, at: Date): Promise<void> {
  if (asked.answerId === answerId || asked.answerId === null) return;
  const id = storable(asked.answerId);
  const kept = await findAnswer(sql, decision.id, id);
  if (kept && (kept.state !== 'untaken' || !isOpen(decision.status))) return;
  const data = { answer_id: id, reason: 'no such answer was given' };
  await appendAudit(sql, decision.workspaceId, [
    { type: 'answer.refused', at, actor: SYSTEM, decisionId: decision.id, data },
  ]);
}

/** What PostgreSQL can keep of an id that was made up by hand: one it cannot would make `record` fail for ever. */
const storable = (id: string): string => id.toWellFormed().replaceAll('\0', '\uFFFD');

/** Whether it is a time that PostgreSQL can keep, in a year of four digits. */
const isTime = (at: number | null): at is number => at !== null && at >= 0 && at < Date.UTC(10_000, 0);

/** The last event told, and whether messages tell it, for a `record` that comes again after its reply was lost. */
async function lastTold(sql: Sql, decisionId: string): Promise<Pick<Recorded, 'deliveryId' | 'edits'>> {
  const [last] = await sql<{ delivery_id: string | null; edits: boolean }>`
    SELECT (SELECT id FROM deliveries WHERE decision_id = ${decisionId} AND event <> 'decision.created'
            ORDER BY id DESC LIMIT 1) AS delivery_id,
           EXISTS (SELECT 1 FROM messages m JOIN links l ON l.id = m.link_id WHERE l.decision_id = ${decisionId}) AS edits`;
  return { deliveryId: last?.delivery_id ?? null, edits: last?.edits === true };
}

function entryOf(decision: Decision, { event, answer }: Move, at: Date): AuditEntry {
  return {
    type: event,
    at,
    actor: answer ? actorOf(answer) : SYSTEM,
    decisionId: decision.id,
    data: {
      status: decision.status,
      ...(answer ? { answer_id: answer.id, verdict: answer.verdict, via: answer.via } : {}),
      ...(event === 'decision.escalated' ? { from: decision.approver, to: decision.backupApprover } : {}),
    },
  };
}

const refusal = (decision: Decision, answer: AnswerRow, at: Date): AuditEntry => ({
  type: 'answer.refused',
  at,
  actor: actorOf(answer),
  decisionId: decision.id,
  data: { answer_id: answer.id, reason: 'ALREADY_RESOLVED' },
});

const outcomeOf = ({ decision, answerId }: Standing): Outcome => ({
  id: decision.id,
  status: decision.status,
  answerId,
  answeredAt: decision.resolvedAt?.getTime() ?? null,
  executeAt: decision.executeAt?.getTime() ?? null,
  due: decision.dueAt !== null,
});
