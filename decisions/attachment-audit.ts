import type { Attachment } from '../domain/files';
import type { Actor, AuditEntry } from '../store/audit';

/** A file is audited by its hash, which identifies it: its name is someone's text, which can be erased. */
export function auditAttachment(
  decisionId: string,
  { id, type, size, sha256 }: Attachment,
  actor: Actor,
  at: Date,
): AuditEntry {
  return { type: 'attachment.added', at, actor, decisionId, data: { attachment_id: id, type, size, sha256 } };
}
