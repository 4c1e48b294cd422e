import { isOpen, type Outcome, TEMPORAL_CANCEL } from '../contract/decision';
import type { Decision } from '../contract/model';
import { type AnswerRow, actorOf, toAnswer } from './answers';
import { type AuditEntry, appendAudit, SYSTEM } from './audit';
import { fromColumns, toColumns } from './columns';
import type { Db, Tx } from './db';
import { toDecision } from './decisions';
import { insertDelivery } from './deliveries';
import { type Change, type Move, nextMove, type Standing } from './next-move';

/** What stands after `record`, and the delivery that tells it (null: nobody asked for a callback). */
export interface Recorded {
  readonly outcome: Outcome;
  readonly deliveryId: string | null;
}
/** The same, with what this very call moved: null when it moved nothing. */
export interface Recording extends Recorded {
  readonly moved: { readonly decision: Decision; readonly answered: boolean } | null;
}

/**
 * Moves the read model forward as `nextMove` says, in one transaction, and returns the outcome that stands.
 * The winning answer is marked taken and all others refused, where a callback was asked for its delivery is made with
 * the exact bytes to send, long-polls wake up, and the audit chain grows. Safe to repeat. `reason`: why an operator
 * ended it in Temporal, where that is known.
 */
export async function record(db: Db, asked: Outcome, at: Date, reason: string | null = null): Promise<Recording> {
  return db.$transaction(
    async (tx) => {
      const { standing, given } = await lock(tx, asked.id);
      const untaken = withTemporalCancel(given, asked, reason);
      const move = nextMove(standing, asked, untaken, at);
      if (move) return apply(tx, standing, move, untaken, at);
      await refuseUnknown(tx, standing, asked, at);
      return { outcome: outcomeOf(standing), deliveryId: await lastDelivery(tx, asked.id), moved: null };
    },
    { timeout: 8_000, maxWait: 5_000 },
  );
}

/** Locks the decision, and reads it with the answers that wait to be taken, in the order they came. */
async function lock(tx: Tx, id: string): Promise<{ standing: Standing; given: readonly AnswerRow[] }> {
  const [row] = await tx.$queryRaw<{ decision: Record<string, unknown>; answers: Record<string, unknown>[] }[]>`
    SELECT to_jsonb(d) AS decision,
           ARRAY(SELECT to_jsonb(a) FROM answers a WHERE a.decision_id = d.id AND a.state = 'untaken'
                 ORDER BY a.received_at) AS answers
    FROM decisions d WHERE d.id = ${id}::uuid FOR NO KEY UPDATE`;
  if (!row) throw new Error(`decision ${id} is not in the database`);
  const { answerId, ...decision } = fromColumns(row.decision);
  return {
    standing: { decision: toDecision(decision), answerId: typeof answerId === 'string' ? answerId : null },
    given: row.answers.map((columns) => toAnswer(fromColumns(columns))),
  };
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
  tx: Tx,
  before: Standing,
  move: Move,
  untaken: readonly AnswerRow[],
  at: Date,
): Promise<Recording> {
  const { answerId = before.answerId, ...change } = move.change;
  const decision: Decision = { ...before.decision, ...change };
  await update(tx, decision.id, move.change);
  const lost = move.answer ? await settleAnswers(tx, decision, move.answer, untaken) : [];
  const deliveryId = await insertDelivery(tx, decision, move.event, answerId, at);
  const entries = [entryOf(decision, move, at), ...lost.map((answer) => refusal(decision, answer, at))];
  await appendAudit(tx, decision.workspaceId, entries, decision.id);
  return {
    outcome: outcomeOf({ decision, answerId }),
    deliveryId,
    moved: { decision, answered: move.answer !== null },
  };
}

async function update(tx: Tx, id: string, change: Change): Promise<void> {
  await tx.$executeRaw`
    UPDATE decisions d
    SET (status, answer_id, expires_at, escalated_at, execute_at, due_at, resolved_at, resolved_by, resolved_via, assurance,
         response_notes, response_data, cancelled)
      = (SELECT status, answer_id, expires_at, escalated_at, execute_at, due_at, resolved_at, resolved_by, resolved_via, assurance,
                response_notes, response_data, cancelled
         FROM jsonb_populate_record(d, ${toColumns(change)}::jsonb))
    WHERE d.id = ${id}::uuid`;
}

/** Marks the winner taken and the rest refused, and returns the rest. What is scheduled may still be cancelled. */
async function settleAnswers(
  tx: Tx,
  { id, status }: Decision,
  winner: AnswerRow,
  untaken: readonly AnswerRow[],
): Promise<readonly AnswerRow[]> {
  const lost = untaken.filter(
    (answer) => answer.id !== winner.id && !(status === 'scheduled' && answer.verdict === 'cancel'),
  );
  if (winner.id === TEMPORAL_CANCEL) await insertTaken(tx, id, winner);
  await tx.$executeRaw`
    UPDATE answers SET state = CASE WHEN id = ${winner.id} THEN 'taken' ELSE 'refused' END
    WHERE decision_id = ${id}::uuid AND id = ANY(${[winner, ...lost].map((answer) => answer.id)})`;
  if (winner.linkId) await tx.link.update({ where: { id: winner.linkId }, data: { usedAt: new Date(winner.at) } });
  return lost;
}

async function insertTaken(
  tx: Tx,
  decisionId: string,
  { at, id, verdict, notes, author, via, assurance }: AnswerRow,
): Promise<void> {
  await tx.answer.create({
    data: { decisionId, id, verdict, notes, author, via, assurance, receivedAt: new Date(at), state: 'taken' },
  });
}

/** Something reached Temporal that no entrance of ours has kept: audited, and without effect. */
async function refuseUnknown(tx: Tx, { decision, answerId }: Standing, asked: Outcome, at: Date): Promise<void> {
  if (asked.answerId === answerId || asked.answerId === null) return;
  const id = storable(asked.answerId);
  const where = { decisionId_id: { decisionId: decision.id, id } };
  const kept = await tx.answer.findUnique({ where });
  if (kept && (kept.state !== 'untaken' || !isOpen(decision.status))) return;
  const data = { answer_id: id, reason: 'no such answer was given' };
  await appendAudit(tx, decision.workspaceId, [
    { type: 'answer.refused', at, actor: SYSTEM, decisionId: decision.id, data },
  ]);
}

/** What PostgreSQL can keep of an id that was made up by hand: one it cannot would make `record` fail for ever. */
const storable = (id: string): string => id.toWellFormed().replaceAll('\0', '\uFFFD');

/** Whether it is a time that PostgreSQL can keep, in a year of four digits. */
const isTime = (at: number | null): at is number => at !== null && at >= 0 && at < Date.UTC(10_000, 0);

/** The last event told, for a `record` that comes again after its reply was lost. */
async function lastDelivery(tx: Tx, decisionId: string): Promise<string | null> {
  const where = { decisionId, event: { not: 'decision.created' } };
  const row = await tx.delivery.findFirst({ where, orderBy: { id: 'desc' }, select: { id: true } });
  return row?.id ?? null;
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
