import type { Decision } from '../domain/decision';
import { type AuditEntry, auditRows } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';
import { decisionOf, SELECT_DECISION, toFound } from './decisions';

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

/** What a message to one person is about. */
export interface Notice {
  readonly decision: Decision;
  /** Whether this person was notified on this occasion, over whichever channel. */
  readonly isSent: boolean;
  /** How many steps the agent's trace has. */
  readonly traceSteps: number;
}

/** What there is to tell one person, as of now. The decision must exist. */
export async function findNotice(db: Db, { decisionId, assignmentId, occasion }: NotificationKey): Promise<Notice> {
  const values = [await db.clock(), decisionId, assignmentId, occasion];
  const [row] = await db.prepared('find-notice', FIND_NOTICE, values);
  if (!row) throw new Error(`decision ${decisionId} is not in the database`);
  const { is_sent: isSent, trace_steps: traceSteps, ...found } = row;
  return { decision: decisionOf(toFound(found)), isSent: Boolean(isSent), traceSteps: Number(traceSteps) };
}

const FIND_NOTICE = `
  SELECT d.*, coalesce((SELECT json_array_length(items) FROM traces WHERE decision_id = d.id), 0) AS trace_steps,
         EXISTS (SELECT FROM notifications
                 WHERE decision_id = d.id AND assignment_id = $3 AND occasion = $4 AND status = 'sent') AS is_sent
  FROM (${SELECT_DECISION} WHERE d.id = $2) d`;

/**
 * Notes what became of a message, and audits it. `workspaceId`: whose audit. Once one was sent, nothing is left to send
 * on this occasion over other channels.
 */
export async function noteNotification(
  { prepared }: Pick<Db, 'prepared'>,
  key: NotificationKey,
  outcome: Partial<Pick<Notification, 'error' | 'reference' | 'shown' | 'shownRevision'>> &
    Pick<Notification, 'status'>,
  { at, audit, workspaceId }: { at: Date; audit: readonly AuditEntry[]; workspaceId: string },
): Promise<void> {
  const { decisionId, assignmentId, occasion, channel } = key;
  const { status, error = null, reference = null, shown = null, shownRevision = null } = outcome;
  const sentAt = status === 'sent' ? at : null;
  const values = [decisionId, assignmentId, occasion, channel, status, at, sentAt, error];
  await prepared('note-notification', NOTE, [
    ...[...values, reference && JSON.stringify(reference), shown, shownRevision],
    ...[workspaceId, audit.length > 0 ? auditRows(audit) : null],
  ]);
}

const NOTE = `
  WITH noted AS (
    INSERT INTO notifications (decision_id, assignment_id, occasion, channel, status, created_at, sent_at, error, reference, shown, shown_revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (decision_id, assignment_id, occasion, channel) DO UPDATE
      SET status = excluded.status, sent_at = excluded.sent_at, error = excluded.error, reference = excluded.reference,
          shown = excluded.shown, shown_revision = excluded.shown_revision
    RETURNING 1
  ), closed AS (
    DELETE FROM notifications
    WHERE decision_id = $1 AND assignment_id = $2 AND occasion = $3 AND channel <> $4 AND status = 'pending' AND $5 = 'sent'
  )
  SELECT audit_append($12, $13) FROM noted WHERE $13 IS NOT NULL`;

/** Ends what is still to be sent on this occasion: it is needed no more. */
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
