import type { Answer } from '../contract/decision';
import type { Assurance, Decision, Json } from '../contract/model';
import { type Actor, auditRows, byKey } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';
import { toDecision } from './decisions';
import type { Sql } from './sql';

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
  apiKeyId ? byKey(apiKeyId, assurance) : { type: 'approver', id: author, assurance };

/**
 * Keeps an answer while the decision is open (or scheduled, for a cancel) and audits it, in one statement. Returns the
 * decision that it answers, or null when that was no longer open: from here on nothing ends it without this answer.
 * The lock makes it wait for a `record` that is under way. The same answer again is kept once.
 */
export async function insertAnswer({ sql }: Db, decision: Decision, answer: AnswerRow): Promise<Decision | null> {
  const statuses = answer.verdict === 'cancel' ? ['pending', 'escalated', 'scheduled'] : ['pending', 'escalated'];
  const at = new Date(answer.at);
  const executeAt = answer.executeAt === null ? null : new Date(answer.executeAt);
  const { id, verdict, via } = answer;
  const data = { answer_id: id, verdict, via, content_hash: decision.contentHash };
  const audit = auditRows([{ type: 'answer.received', at, actor: actorOf(answer), decisionId: decision.id, data }]);
  const [row] = await sql`
    WITH open AS (
      SELECT * FROM decisions WHERE id = ${decision.id} AND status = ANY(${statuses}) AND due_at IS NULL FOR SHARE
    ), kept AS (
      INSERT INTO answers (decision_id, id, verdict, execute_at, received_at, notes, data, author, via, assurance, api_key_id, link_id)
      SELECT id, ${answer.id}, ${answer.verdict}, ${executeAt}, ${at}, ${answer.notes},
             ${answer.data && JSON.stringify(answer.data)}, ${answer.author}, ${answer.via}, ${answer.assurance},
             ${answer.apiKeyId}, ${answer.linkId}
      FROM open
      ON CONFLICT DO NOTHING
      RETURNING decision_id
    ), audited AS (
      SELECT audit_append(${decision.workspaceId}, ${audit}) FROM kept
    )
    SELECT open.* FROM open, (SELECT count(*) FROM audited) audited`;
  return row ? toDecision(fromColumns(row)) : null;
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
      UPDATE answers SET state = 'refused', settled = true WHERE decision_id = ${decision.id} AND id = ${answer.id} AND state = 'untaken'
      RETURNING id
    )
    SELECT audit_append(${decision.workspaceId}, ${audit}) FROM refused`;
}

/** An answer that is kept, and what became of it. */
export type KeptAnswer = AnswerRow & { readonly state: 'untaken' | 'taken' | 'refused' };

/** This answer to this decision, or null. */
export async function findAnswer(sql: Sql, decisionId: string, id: string): Promise<KeptAnswer | null> {
  const [row] = await sql`SELECT * FROM answers WHERE decision_id = ${decisionId} AND id = ${id}`;
  return row ? toAnswer(fromColumns(row)) : null;
}

/** The answer that this link's holder gave last, or null. */
export async function lastAnswerOfLink(db: Db, linkId: string): Promise<KeptAnswer | null> {
  const row = await db.answer.findFirst({ where: { linkId }, orderBy: { receivedAt: 'desc' } });
  return row && toAnswer(row);
}

/** An answer by its key. */
export interface AnswerKey {
  readonly decisionId: string;
  readonly id: string;
}

/** Notes that the workflows of these taken answers have them. */
export async function settleAnswers({ sql }: Db, keys: readonly AnswerKey[]): Promise<void> {
  const [decisions, ids] = [keys.map(({ decisionId }) => decisionId), keys.map(({ id }) => id)];
  await sql`
    UPDATE answers SET settled = true
    FROM unnest(${decisions}::uuid[], ${ids}::text[]) AS known (decision_id, id)
    WHERE answers.decision_id = known.decision_id AND answers.id = known.id AND state = 'taken'`;
}

/** Answers that came before `before` and were not refused, whose workflows may not have them; oldest first. */
export async function findUnsettled(db: Db, before: Date, limit: number): Promise<(AnswerKey & KeptAnswer)[]> {
  const rows = await db.answer.findMany({
    where: { settled: false, receivedAt: { lt: before } },
    orderBy: { receivedAt: 'asc' },
    take: limit,
  });
  return rows.map((row) => ({ ...toAnswer(row), decisionId: row.decisionId }));
}

type Row = Awaited<ReturnType<Db['answer']['findFirstOrThrow']>>;

/** A row as the product knows it: times in milliseconds, as workflows have them. */
export function toAnswer({ executeAt, receivedAt, ...row }: Row | Record<string, unknown>): KeptAnswer {
  const time = (value: unknown): number | null => (value instanceof Date ? value.getTime() : null);
  return { ...(row as unknown as KeptAnswer), executeAt: time(executeAt), at: time(receivedAt) ?? 0 };
}
