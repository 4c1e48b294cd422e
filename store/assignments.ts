import type { Decision } from '../domain/decision';
import { type AuditEntry, auditRows, SYSTEM } from './audit';
import type { Db } from './db';
import { decisionOf, findStored } from './decisions';

/** One person's link to a decision. */
export interface AssignmentLink {
  readonly decision: Decision;
  readonly assignmentId: string;
  /** The address of the person, as given. */
  readonly recipient: string;
  readonly openedAt: Date | null;
}

/** The assignment behind the token of a link, by the token's hash; null for a token that was never given to anyone. */
export async function findByLink(db: Db, tokenHash: string): Promise<AssignmentLink | null> {
  const row = await db.assignment.findUnique({ where: { tokenHash } });
  const found = row && (await findStored(db, row.decisionId));
  if (!row || !found) return null;
  return { decision: decisionOf(found), assignmentId: row.id, recipient: row.approver, openedAt: row.openedAt };
}

/** Notes that a person opened a link for the first time. Opening decides nothing. */
export async function markOpened(
  db: Db,
  { decision, assignmentId, recipient, openedAt }: AssignmentLink,
  at: Date,
): Promise<void> {
  if (openedAt) return;
  const data = { assignment_id: assignmentId, content_hash: decision.contentHash };
  const audit = auditRows([{ type: 'link.opened', at, actor: byLink(recipient), decisionId: decision.id, data }]);
  await db.sql`
    WITH opened AS (
      UPDATE assignments SET opened_at = ${at} WHERE decision_id = ${decision.id} AND id = ${assignmentId} AND opened_at IS NULL
      RETURNING id)
    SELECT audit_append(${decision.workspaceId}, ${audit}) FROM opened`;
}

/** Notes, once, that a program fetched a link: a mail scanner or a preview. Nobody has opened it. */
export async function noteFetched(db: Db, { decision, assignmentId }: AssignmentLink, at: Date): Promise<void> {
  const data = { assignment_id: assignmentId };
  const audit = auditRows([{ type: 'link.fetched', at, actor: SYSTEM, decisionId: decision.id, data }]);
  await db.sql`
    SELECT audit_append(${decision.workspaceId}, ${audit}) WHERE NOT EXISTS (
      SELECT 1 FROM audit_events
      WHERE workspace_id = ${decision.workspaceId} AND decision_id = ${decision.id} AND type = 'link.fetched'
        AND data->>'assignment_id' = ${assignmentId})`;
}

/** The audit's actor for someone who holds the link of this person. */
export const byLink = (recipient: string): AuditEntry['actor'] => ({
  type: 'approver',
  id: recipient,
  assurance: 'link',
});
