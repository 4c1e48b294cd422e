import type { Attachment, Decision } from '../contract/model';
import { type Actor, type AuditEntry, appendAudit } from './audit';
import { fromColumns } from './columns';
import { contentHashOf } from './content';
import { toDecision } from './decisions';
import type { Sql } from './sql';
import { findTrace } from './traces';

/** The decision as it stands, and stays until the transaction ends. */
export async function lockDecision(sql: Sql, id: string): Promise<Decision> {
  const [row] = await sql`SELECT * FROM decisions WHERE id = ${id} FOR NO KEY UPDATE`;
  if (!row) throw new Error(`decision ${id} is not in the database`);
  return toDecision(fromColumns(row));
}

/** Adds files to a decision that is locked, with their audit events; they are uploads no more. From now on an approver is shown something else. */
export async function addAttachments(
  sql: Sql,
  decision: Decision,
  files: readonly Attachment[],
  actor: Actor,
  at: Date,
): Promise<void> {
  const attachments = [...decision.attachments, ...files];
  const contentHash = contentHashOf({ ...decision, attachments }, await findTrace(sql, decision.id));
  await sql`
    UPDATE decisions SET attachments = ${JSON.stringify(attachments)}, content_hash = ${contentHash}
    WHERE id = ${decision.id}`;
  await sql`DELETE FROM uploads WHERE id = ANY(${files.map(({ id }) => id)})`;
  const entries = files.map((file) => attachmentAdded(decision.id, file, actor, at));
  await appendAudit(sql, decision.workspaceId, entries);
}

/** What a file was, and the hash by which it can be told again. Its name is a word of somebody's, which may be erased. */
export function attachmentAdded(
  decisionId: string,
  { id, type, size, sha256 }: Attachment,
  actor: Actor,
  at: Date,
): AuditEntry {
  return { type: 'attachment.added', at, actor, decisionId, data: { attachment_id: id, type, size, sha256 } };
}
