import { type Answer, type Decision, decisionAt, type StoredDecision } from '../domain/decision';
import type { Attachment } from '../domain/files';
import { personKey } from '../domain/person';
import type { Status } from '../domain/status';
import { isId } from '../platform/ids';
import { fromColumns } from './columns';
import { type Db, nowIn } from './db';

/** A decision as it is stored, and PostgreSQL's time when it was read, in milliseconds since the epoch. */
export interface Found {
  readonly stored: StoredDecision;
  readonly now: number;
}

/** A decision by its id, of whatever workspace, or null. One statement that waits for no lock, so all of it is of one moment. */
export async function findStored(db: Db, id: string): Promise<Found | null> {
  if (!isId(id)) return null;
  const [row] = await db.prepared('find-decision', `${SELECT_DECISION} WHERE d.id = $2`, [await db.clock(), id]);
  return row ? toFound(row) : null;
}

/** The decision as it is now, of whatever workspace, or null. */
export async function findDecision(db: Db, id: string): Promise<Decision | null> {
  const found = await findStored(db, id);
  return found && decisionOf(found);
}

/** The same for a decision that must exist. */
export async function getDecision(db: Db, id: string): Promise<Decision> {
  const decision = await findDecision(db, id);
  if (!decision) throw new Error(`decision ${id} is not in the database`);
  return decision;
}

export const decisionOf = ({ stored, now }: Found): Decision => decisionAt(stored, new Date(now));

export interface DecisionFilter {
  readonly workspaceId: string;
  readonly status?: readonly Status[] | undefined;
  /** Anyone who was asked, or is to be asked later. */
  readonly approver?: string | undefined;
  readonly apiKeyId?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/**
 * Newest first; `cursor` is the id of the last one of the page before. The status is the one that a decision has by now,
 * whether or not a worker has written that.
 */
export async function listDecisions(
  db: Db,
  { workspaceId, status, approver, apiKeyId, createdAfter, createdBefore }: DecisionFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Decision[]> {
  const listed: Decision[] = [];
  for (let last = cursor; ; ) {
    const values = [await db.clock(), workspaceId, last, status, approver && personKey(approver), apiKeyId];
    const rows = await db.prepared('list-decisions', LIST, [...values, createdAfter, createdBefore, limit]);
    const candidates = rows.map((row) => decisionOf(toFound(row)));
    listed.push(...candidates.filter((decision) => status?.includes(decision.status) ?? true));
    if (rows.length < limit || listed.length >= limit) return listed.slice(0, limit);
    last = candidates.at(-1)?.id;
  }
}

/** How many decisions of a key are open, counted up to `most`. */
export async function countOpen(db: Db, apiKeyId: string, most: number): Promise<number> {
  const [counted] = await db.sql<{ open: string }>`
    SELECT count(*) AS open FROM (
      SELECT 1 FROM decisions WHERE api_key_id = ${apiKeyId} AND status IN ('pending', 'escalated') LIMIT ${most}) counted`;
  return Number(counted?.open);
}

/** Whole rows as JSON keep the order in which an agent sent its fields. */
export const SELECT_DECISION = `
  SELECT d.*, ${nowIn('$1')} AS now,
         (SELECT json_agg(a ORDER BY a.received_at, a.id) FROM answers a WHERE a.decision_id = d.id) AS answers,
         (SELECT json_agg(f ORDER BY f.created_at, f.id) FROM files f WHERE f.decision_id = d.id AND f.kept_at IS NOT NULL) AS files,
         (SELECT json_object_agg(s.id, s.note) FROM assignments s WHERE s.decision_id = d.id AND s.note IS NOT NULL) AS notes
  FROM decisions d`;

const page = (status: string): string => `
  (SELECT d.id FROM decisions d
   WHERE d.workspace_id = $2 AND ($3::uuid IS NULL OR d.id < $3) AND ${status}
     AND ($5::text IS NULL OR d.id IN (SELECT decision_id FROM assignments WHERE approver_key = $5))
     AND ($6::uuid IS NULL OR d.api_key_id = $6)
     AND ($7::timestamptz IS NULL OR d.created_at > $7) AND ($8::timestamptz IS NULL OR d.created_at < $8)
   ORDER BY d.id DESC LIMIT $9)`;

/** Decisions by the status that was written, and those whose status time may have changed since. */
const LIST = `${SELECT_DECISION}
  WHERE d.id IN (${page('($4::text[] IS NULL OR d.status = ANY($4))')}
    UNION ${page(`$4 IS NOT NULL AND d.wake_at <= to_timestamp(${nowIn('$1')} / 1000)`)})
  ORDER BY d.id DESC LIMIT $9`;

/** A row as the product knows it. The one place where the database's looser types are trusted. */
export function toFound({ now, answers, files, notes, ...row }: Record<string, unknown>): Found {
  const kept = rowsOf(files);
  const filesOf = (answerId: string | null) => kept.filter((file) => file.answerId === answerId).map(toAttachment);
  const stored = {
    ...fromColumns(row),
    answers: rowsOf(answers).map((answer) => toAnswer(answer, filesOf(String(answer.id)))),
    attachments: filesOf(null),
    notes: notes ?? {},
  };
  return { stored: stored as unknown as StoredDecision, now: Number(now) };
}

const rowsOf = (rows: unknown): Record<string, unknown>[] => ((rows ?? []) as object[]).map(fromColumns);

/** In JSON a time is text. */
const toAnswer = (row: Record<string, unknown>, files: readonly Attachment[]): Answer =>
  ({
    ...row,
    receivedAt: new Date(String(row.receivedAt)),
    executeAt: row.executeAt === null ? null : new Date(String(row.executeAt)),
    files,
  }) as unknown as Answer;

const toAttachment = (row: Record<string, unknown>): Attachment => {
  const { id, name, type, size, sha256 } = row as unknown as Attachment;
  return { id, name, type, size, sha256 };
};
