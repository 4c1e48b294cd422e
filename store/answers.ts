import type { Answer } from '../contract/decision';
import type { Assurance, Decision, Json } from '../contract/model';
import { type Actor, auditRows } from './audit';
import type { Db } from './db';

/** An answer with its words and its author: the row that must be there before the referee is asked. */
export interface AnswerRow extends Answer {
  readonly notes: string | null;
  readonly data: { readonly [key: string]: Json } | null;
  /** Who answered, as `resolved_by` shows it. */
  readonly author: string;
  readonly via: string;
  readonly assurance: Assurance;
  readonly apiKeyId: string | null;
  readonly linkId: string | null;
}

/** How the audit names whoever sent this answer. */
export const actorOf = ({
  apiKeyId,
  author,
  assurance,
}: Pick<AnswerRow, 'apiKeyId' | 'author' | 'assurance'>): Actor =>
  apiKeyId ? { type: 'api_key', id: apiKeyId, assurance } : { type: 'approver', id: author, assurance };

/**
 * Keeps an answer while the decision is open (or scheduled, for a cancel) and audits it, in one statement.
 * False when the decision was no longer open. The lock makes it wait for a `record` that is under way.
 * The same answer again is kept once and is true.
 */
export async function insertAnswer(db: Db, decision: Decision, answer: AnswerRow): Promise<boolean> {
  const statuses = answer.verdict === 'cancel' ? ['pending', 'escalated', 'scheduled'] : ['pending', 'escalated'];
  const entries = auditRows([
    {
      type: 'answer.received',
      at: new Date(answer.at),
      actor: actorOf(answer),
      decisionId: decision.id,
      data: { answer_id: answer.id, verdict: answer.verdict, via: answer.via },
    },
  ]);
  const executeAt = answer.executeAt === null ? null : new Date(answer.executeAt);
  const [row] = await db.sql<{ kept: boolean }>`
    WITH open AS (
      SELECT id FROM decisions WHERE id = ${decision.id} AND status = ANY(${statuses}) AND due_at IS NULL FOR SHARE
    ), kept AS (
      INSERT INTO answers (decision_id, id, verdict, execute_at, received_at, notes, data, author, via, assurance, api_key_id, link_id)
      SELECT id, ${answer.id}, ${answer.verdict}, ${executeAt}, ${new Date(answer.at)}, ${answer.notes},
             ${answer.data && JSON.stringify(answer.data)}, ${answer.author}, ${answer.via}, ${answer.assurance},
             ${answer.apiKeyId}, ${answer.linkId}
      FROM open
      ON CONFLICT DO NOTHING
      RETURNING decision_id
    ), audited AS (
      SELECT audit_append(${decision.workspaceId}, ${entries}) FROM kept
    )
    SELECT (SELECT count(*) FROM audited) > 0
        OR EXISTS (SELECT 1 FROM answers WHERE decision_id = ${decision.id} AND id = ${answer.id}) AS kept`;
  return row?.kept ?? false;
}

/** Marks an answer refused, with the referee's reason, and audits it. Nothing happens to one that is taken or refused. */
export async function refuseAnswer(
  db: Db,
  decision: Decision,
  answer: AnswerRow,
  reason: string,
  at: Date,
): Promise<void> {
  const data = { answer_id: answer.id, reason };
  const audit = auditRows([{ type: 'answer.refused', at, actor: actorOf(answer), decisionId: decision.id, data }]);
  await db.sql`
    WITH refused AS (
      UPDATE answers SET state = 'refused' WHERE decision_id = ${decision.id} AND id = ${answer.id} AND state = 'untaken'
      RETURNING id
    )
    SELECT audit_append(${decision.workspaceId}, ${audit}) FROM refused`;
}

export type AnswerState = 'untaken' | 'taken' | 'refused';

/** What became of an answer; null: no such one is kept. */
export async function stateOf(db: Db, decisionId: string, id: string): Promise<AnswerState | null> {
  const row = await db.answer.findUnique({ where: { decisionId_id: { decisionId, id } }, select: { state: true } });
  return (row?.state ?? null) as AnswerState | null;
}

/** The answer that this link's holder gave last, or null. */
export async function lastAnswerOfLink(
  db: Db,
  linkId: string,
): Promise<(AnswerRow & { readonly state: string }) | null> {
  const row = await db.answer.findFirst({ where: { linkId }, orderBy: { receivedAt: 'desc' } });
  return row && toAnswer(row);
}

/** Answers that were neither taken nor refused although they came before `before`, oldest first. */
export async function findUntaken(
  db: Db,
  before: Date,
  limit: number,
): Promise<{ decisionId: string; answer: AnswerRow }[]> {
  const rows = await db.answer.findMany({
    where: { state: 'untaken', receivedAt: { lt: before } },
    orderBy: { receivedAt: 'asc' },
    take: limit,
  });
  return rows.map((row) => ({ decisionId: row.decisionId, answer: toAnswer(row) }));
}

type Row = Awaited<ReturnType<Db['answer']['findFirstOrThrow']>>;

/** A row as the product knows it: times in milliseconds, as workflows have them. */
export function toAnswer({
  executeAt,
  receivedAt,
  ...row
}: Row | Record<string, unknown>): AnswerRow & { readonly state: string } {
  const time = (value: unknown): number | null => (value instanceof Date ? value.getTime() : null);
  return {
    ...(row as unknown as AnswerRow & { readonly state: string }),
    executeAt: time(executeAt),
    at: time(receivedAt) ?? 0,
  };
}
