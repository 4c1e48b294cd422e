import type { AuditEventReply, CheckpointReply } from '../../contract/replies/audit';
import { type AuditEvent, eventOf } from '../../store/audit';
import type { Checkpoint } from '../../store/checkpoint-text';

/** An event of the audit. Its hash is made over everything else. */
export const auditEventView = (event: AuditEvent): AuditEventReply =>
  ({ ...eventOf(event), hash: event.hash }) as AuditEventReply; // a row's type is one that we wrote

export const checkpointView = ({ sequence, hash, at, signature, publicKey }: Checkpoint): CheckpointReply => ({
  ...{ sequence: Number(sequence), hash, at: at.toISOString(), signature },
  public_key: publicKey,
});
