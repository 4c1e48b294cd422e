import type { DecisionState } from '../domain/model';
import { isId } from '../platform/ids';
import { type Db, nowIn } from './db';

/** What a workflow needs to know of its decision, and what is still to be done for it. */
export interface SnapshotRow {
  readonly id: string;
  readonly revision: number;
  readonly channel: string;
  readonly state: DecisionState;
  /** PostgreSQL's time, in milliseconds since the epoch. */
  readonly now: number;
  /** Messages that are to be sent: over which channels it was tried already, if any. */
  readonly notifications: readonly {
    readonly assignmentId: string;
    readonly occasion: string;
    readonly channel: string;
    readonly tried: readonly string[];
  }[];
  /** Deliveries that are to be made, by id. */
  readonly deliveries: readonly string[];
  /** Whether a message that was sent does not show the current revision. */
  readonly hasOutdatedMessages: boolean;
}

/**
 * The state of a decision that its workflow acts on from here on, and the note that it does. Null for an unknown id. What
 * is noted is the revision that was read, so no later change is ever taken for seen. Losing the note in a crash costs one
 * wake, so nothing waits for the disk.
 */
export async function takeSnapshot(db: Db, id: string): Promise<SnapshotRow | null> {
  if (!isId(id)) return null; // a workflow that someone started by hand
  const [row] = await db.prepared<SnapshotRow>('take-snapshot', TAKE, [await db.clock(), id]);
  return row ?? null;
}

const TAKE = `
  WITH snapshot AS MATERIALIZED (
    SELECT d.id, d.revision, d.channel, d.state, ${nowIn('$1')} AS now,
           ARRAY(SELECT jsonb_build_object('assignmentId', n.assignment_id, 'occasion', n.occasion, 'channel', n.channel,
                   'tried', ARRAY(SELECT t.channel FROM notifications t
                                  WHERE (t.decision_id, t.assignment_id, t.occasion) = (n.decision_id, n.assignment_id, n.occasion)
                                    AND t.status = 'failed'))
                 FROM notifications n WHERE n.decision_id = d.id AND n.status = 'pending') AS notifications,
           ARRAY(SELECT v.id::text FROM deliveries v WHERE v.decision_id = d.id AND v.status = 'pending' ORDER BY v.id) AS deliveries,
           EXISTS (SELECT FROM notifications n WHERE n.decision_id = d.id AND n.reference IS NOT NULL
                   AND n.settled_at IS NULL AND n.shown_revision < d.revision) AS "hasOutdatedMessages"
    FROM decisions d WHERE d.id = $2
  ), seen AS (
    UPDATE decisions d SET seen_revision = snapshot.revision
    FROM snapshot, (SELECT set_config('synchronous_commit', 'off', true)) soon
    WHERE d.id = snapshot.id AND d.seen_revision < snapshot.revision
  )
  SELECT * FROM snapshot`;
