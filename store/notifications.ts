import { type AuditEntry, auditRows } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';

/** Where a message is, in the words of its channel. */
export type Reference = Readonly<Record<string, string>>;

/** Which message to whom: at most one of each is ever sent. */
export interface NotificationKey {
  readonly decisionId: string;
  readonly assignmentId: string;
  readonly occasion: string;
  readonly channel: string;
}

export interface Notification extends NotificationKey {
  readonly status: 'pending' | 'sent' | 'failed';
  readonly sentAt: Date | null;
  readonly error: string | null;
  readonly reference: Reference | null;
  /** What an editable message shows; see `channels/message-state.ts`. */
  readonly shown: string | null;
  readonly shownRevision: number | null;
  readonly settledAt: Date | null;
}

/** Every message of a decision, in the order in which it was due. */
export async function findNotifications({ sql }: Pick<Db, 'sql'>, decisionId: string): Promise<Notification[]> {
  const rows = await sql`
    SELECT * FROM notifications WHERE decision_id = ${decisionId} ORDER BY created_at, assignment_id, occasion, channel`;
  return rows.map((row) => fromColumns(row) as unknown as Notification);
}

/** Whether this person was notified on this occasion, over whichever channel. */
export async function isSent(
  { sql }: Pick<Db, 'sql'>,
  { decisionId, assignmentId, occasion }: Omit<NotificationKey, 'channel'>,
): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM notifications
    WHERE decision_id = ${decisionId} AND assignment_id = ${assignmentId} AND occasion = ${occasion} AND status = 'sent'`;
  return rows.length > 0;
}

/** Notes what became of a message, and audits it. `workspaceId`: whose audit. */
export async function noteNotification(
  { sql }: Pick<Db, 'sql'>,
  key: NotificationKey,
  outcome: Partial<Pick<Notification, 'error' | 'reference' | 'shown' | 'shownRevision'>> &
    Pick<Notification, 'status'>,
  { at, audit, workspaceId }: { at: Date; audit: readonly AuditEntry[]; workspaceId: string },
): Promise<void> {
  const { decisionId, assignmentId, occasion, channel } = key;
  const { status, error = null, reference = null, shown = null, shownRevision = null } = outcome;
  const sentAt = status === 'sent' ? at : null;
  await sql`
    WITH noted AS (
      INSERT INTO notifications (decision_id, assignment_id, occasion, channel, status, created_at, sent_at, error, reference, shown, shown_revision)
      VALUES (${decisionId}, ${assignmentId}, ${occasion}, ${channel}, ${status}, ${at}, ${sentAt}, ${error},
              ${reference && JSON.stringify(reference)}, ${shown}, ${shownRevision})
      ON CONFLICT (decision_id, assignment_id, occasion, channel) DO UPDATE
        SET status = excluded.status, sent_at = excluded.sent_at, error = excluded.error, reference = excluded.reference,
            shown = excluded.shown, shown_revision = excluded.shown_revision
      RETURNING 1
    )
    SELECT audit_append(${workspaceId}, ${auditRows(audit)}) FROM noted WHERE ${audit.length > 0}`;
}

/** Ends what is still to be sent on this occasion over other channels: it went out over this one, or is needed no more. */
export async function closeOccasion(
  { sql }: Pick<Db, 'sql'>,
  { decisionId, assignmentId, occasion }: Omit<NotificationKey, 'channel'>,
): Promise<void> {
  await sql`
    DELETE FROM notifications
    WHERE decision_id = ${decisionId} AND assignment_id = ${assignmentId} AND occasion = ${occasion} AND status = 'pending'`;
}

/** Notes what a message shows now; `settledAt` if nothing will follow. */
export async function noteShown(
  { sql }: Pick<Db, 'sql'>,
  { decisionId, assignmentId, occasion, channel }: NotificationKey,
  { shown, shownRevision, settledAt }: Pick<Notification, 'shown' | 'shownRevision' | 'settledAt'>,
): Promise<void> {
  await sql`
    UPDATE notifications SET shown = ${shown}, shown_revision = ${shownRevision}, settled_at = ${settledAt}
    WHERE decision_id = ${decisionId} AND assignment_id = ${assignmentId} AND occasion = ${occasion} AND channel = ${channel}`;
}

/** Has the messages of an erased decision edited once more, because they show its words; forgets those that cannot be. */
export async function reopenMessages({ sql }: Pick<Db, 'sql'>, decisionId: string): Promise<void> {
  await sql`
    UPDATE notifications
    SET error = NULL, settled_at = NULL, shown_revision = 0, reference = CASE WHEN shown = 'gone' THEN NULL ELSE reference END
    WHERE decision_id = ${decisionId}`;
}

/** Forgets where a message is, and so whom it was sent to. */
export async function forgetMessage(
  { sql }: Pick<Db, 'sql'>,
  { decisionId, assignmentId, occasion, channel }: NotificationKey,
): Promise<void> {
  await sql`
    UPDATE notifications SET reference = NULL
    WHERE decision_id = ${decisionId} AND assignment_id = ${assignmentId} AND occasion = ${occasion} AND channel = ${channel}`;
}

/** Decisions with a message that does not show their current revision because an edit failed, by id from `after` on. */
export async function findOutdated({ sql }: Pick<Db, 'sql'>, after: string | null, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    SELECT DISTINCT d.id FROM notifications n JOIN decisions d ON d.id = n.decision_id
    WHERE n.reference IS NOT NULL AND n.settled_at IS NULL AND n.shown_revision < d.revision
      AND (${after}::uuid IS NULL OR d.id > ${after}) ORDER BY d.id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
