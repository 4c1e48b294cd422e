import type { Attachment, Decision } from '../contract/model';
import { type Actor, type AuditEntry, appendAudit } from './audit';
import { contentHashOf } from './content';
import type { Sql } from './sql';
import { findTrace } from './traces';

/** Adds files to a decision that is locked, with their audit events: they are uploads no more, and what is shown has another hash. */
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
    UPDATE decisions SET attachments = ${JSON.stringify(attachments)}, content_hash = ${contentHash} WHERE id = ${decision.id}`;
  await sql`DELETE FROM uploads WHERE id = ANY(${files.map(({ id }) => id)})`;
  const entries = files.map((file) => attachmentAdded(decision.id, file, actor, at));
  await appendAudit(sql, decision.workspaceId, entries);
}

/** What a file was, by the hash by which it can be told again: its name is somebody's words, which can be erased. */
export function attachmentAdded(
  decisionId: string,
  { id, type, size, sha256 }: Attachment,
  actor: Actor,
  at: Date,
): AuditEntry {
  return { type: 'attachment.added', at, actor, decisionId, data: { attachment_id: id, type, size, sha256 } };
}
