import { isOpen } from '../contract/decision';
import type { Decision } from '../contract/model';
import { viewOf } from '../contract/view';
import { type FileShown, fileIdOf } from '../domain/files';
import type { Storage } from '../platform/storage';
import { appendAudit, SYSTEM } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';
import { findLocked, toDecision } from './decisions';
import { unsettle } from './messages';
import type { Sql } from './sql';

/** What stands where a text stood that cannot be null. */
const ERASED = '[erased]';

export interface Erasure {
  /** Somebody asked for it, or its time is over. */
  readonly cause: 'request' | 'retention';
  /** Whose address goes with the words; null: addresses stay. */
  readonly person: string | null;
  readonly at: Date;
  readonly storage: Storage;
}

/**
 * Takes away what people and agents wrote: the request's words, trace, files, answers, callbacks, kept replies. Ids,
 * times, numbers, options, verdicts and the content's hash stay, and the audit, which never had the words. Safe to
 * repeat. `open`: nothing is erased while somebody may still answer, or the scheduled time is to come.
 */
export async function eraseDecision(
  db: Db,
  id: string,
  { cause, person, at, storage }: Erasure,
): Promise<'erased' | 'open' | 'unknown'> {
  return db.begin(async (sql) => {
    const standing = await findLocked(sql, id);
    if (!standing) return 'unknown';
    const { decision } = standing;
    if (!isOver(decision)) return 'open';
    for (const file of await filesOf(sql, decision)) await storage.delete(file); // first: after a crash it is done again
    if (person !== null) await eraseAddress(sql, id, person.toLowerCase());
    await eraseWords(sql, decision, at);
    await unsettle(sql, id);
    const data = { cause, address: person !== null };
    await appendAudit(sql, decision.workspaceId, [{ type: 'subject.erased', at, actor: SYSTEM, decisionId: id, data }]);
    return 'erased';
  });
}

/** The ids of all its files: the agent's, those of every answer, and those on their way. */
async function filesOf(sql: Sql, { id, attachments, responseType }: Decision): Promise<readonly string[]> {
  const isAskedFor = responseType.type === 'file_upload'; // else a text may have that name
  const answers = await sql<{ files: readonly FileShown[] | null }>`
    SELECT data->'uploaded_files' AS files FROM answers WHERE decision_id = ${id} AND ${isAskedFor}::boolean`;
  const uploads = await sql<{ id: string }>`DELETE FROM uploads WHERE decision_id = ${id} RETURNING id`;
  const files = [...attachments, ...answers.flatMap((answer) => answer.files ?? [])];
  return [...files.map(fileIdOf), ...uploads.map((upload) => upload.id)];
}

const isOver = ({ status, dueAt }: Decision): boolean => !isOpen(status) && (status !== 'scheduled' || dueAt !== null);

async function eraseAddress(sql: Sql, id: string, person: string): Promise<void> {
  await sql`
    UPDATE decisions SET approver = ${ERASED}, approver_key = ${ERASED} WHERE id = ${id} AND approver_key = ${person}`;
  await sql`UPDATE decisions SET backup_approver = ${ERASED} WHERE id = ${id} AND lower(backup_approver) = ${person}`;
  // A decision has one link for each recipient.
  await sql`
    UPDATE links SET recipient = '[erased ' || id || ']' WHERE decision_id = ${id} AND lower(recipient) = ${person}`;
}

async function eraseWords(sql: Sql, { id }: Decision, at: Date): Promise<void> {
  const [row] = await sql`
    UPDATE decisions
    SET action = ${ERASED}, context = NULL, agent = NULL, metadata = NULL, context_images = '{}', attachments = '[]',
        response_type = '{"type": "approve_deny"}', response_notes = NULL, response_data = NULL,
        resolved_by = CASE WHEN auto_resolved THEN resolved_by END, erased_at = coalesce(erased_at, ${at})
    WHERE id = ${id} RETURNING *`;
  await sql`DELETE FROM traces WHERE decision_id = ${id}`;
  await sql`UPDATE answers SET notes = NULL, data = NULL, author = ${ERASED} WHERE decision_id = ${id}`;
  await sql`
    UPDATE deliveries
    SET body = '', next_attempt_at = NULL, status = CASE status WHEN 'pending' THEN 'failed' ELSE status END
    WHERE decision_id = ${id}`;
  await eraseReplies(sql, toDecision(fromColumns(row ?? {})), at);
}

/** Replies kept for an Idempotency-Key. They are found by the decision's id, among those of its time. */
async function eraseReplies(sql: Sql, decision: Decision, at: Date): Promise<void> {
  const { id, createdAt, dueAt, resolvedAt, expiresAt } = decision;
  await sql`
    UPDATE idempotency
    SET body = CASE WHEN body::jsonb ? 'action' THEN ${JSON.stringify(viewOf(decision, at))} ELSE '{"attachments":[]}' END
    WHERE created_at BETWEEN ${createdAt}::timestamptz - interval '1 hour'
                         AND ${dueAt ?? resolvedAt ?? expiresAt ?? at}::timestamptz + interval '1 hour'
      AND strpos(body, ${id}) > 0 AND body::jsonb ?| '{action,attachments}'`;
}

/** Decisions that were over before `before` and have their words, oldest first. */
export async function findOld({ sql }: Db, before: Date, limit: number): Promise<readonly string[]> {
  const rows = await sql<{ id: string }>`
    SELECT id FROM decisions
    WHERE erased_at IS NULL AND created_at < ${before} AND coalesce(due_at, resolved_at, expires_at) < ${before}
      AND status NOT IN ('pending', 'escalated') AND (status <> 'scheduled' OR due_at IS NOT NULL)
    ORDER BY created_at LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Decisions that this person was asked, or answered, and that still name them. */
export async function findOfPerson({ sql }: Db, address: string): Promise<readonly string[]> {
  const person = address.toLowerCase();
  const rows = await sql<{ id: string }>`
    SELECT id FROM decisions WHERE approver_key = ${person} OR lower(backup_approver) = ${person}
    UNION SELECT decision_id FROM links WHERE lower(recipient) = ${person}
    UNION SELECT decision_id FROM answers WHERE lower(author) = ${person}
    ORDER BY id`;
  return rows.map(({ id }) => id);
}
