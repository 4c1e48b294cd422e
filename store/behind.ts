import type { StoredDecision } from '../domain/decision';
import { type Db, nowIn } from './db';

/**
 * A change that is younger than this is still in the hands of the process that made it, or of a worker that is behind, in
 * milliseconds. Waking a workflow that waits for its turn would only put more work in front of it.
 */
const PATIENCE_MS = 15_000;
/** A timer that is this late will not fire, in milliseconds. */
const LATE_MS = 60_000;

/**
 * Decisions whose workflow does not act: it has not seen a change, or slept through its time. Oldest first. One that was
 * woken is listed again once as much time has passed as before that wake: a workflow whose workers are down for a day
 * gets a dozen signals, and not thousands, of which Temporal takes 10,000 per run.
 */
export async function findBehind(db: Db, limit: number): Promise<Behind[]> {
  return db.prepared<Behind>('find-behind', FIND_BEHIND, [await db.clock(), limit]);
}

/** What waking its workflow needs to know of a decision. */
export type Behind = Pick<StoredDecision, 'id' | 'workspaceId' | 'apiKeyId' | 'urgency' | 'state'>;

export async function markWoken(db: Db, ids: readonly string[]): Promise<void> {
  await db.prepared('mark-woken', MARK_WOKEN, [await db.clock(), ids]);
}

const moment = `to_timestamp(${nowIn('$1')} / 1000)`;

const FIND_BEHIND = `
  WITH clock AS MATERIALIZED (SELECT ${moment} AS now),
  behind AS (
    SELECT id, changed_at AS since, woken_at FROM decisions, clock
    WHERE seen_revision < revision AND changed_at < now - interval '${PATIENCE_MS} ms'
    UNION ALL
    SELECT id, wake_at, woken_at FROM decisions, clock
    WHERE wake_at < now - interval '${LATE_MS} ms'
  )
  SELECT d.id, d.workspace_id AS "workspaceId", d.api_key_id AS "apiKeyId", d.urgency, d.state
  FROM (
    SELECT id, min(since) AS since FROM behind, clock
    WHERE woken_at IS NULL OR woken_at < since OR now - woken_at > woken_at - since
    GROUP BY id ORDER BY since LIMIT $2
  ) due JOIN decisions d ON d.id = due.id
  ORDER BY due.since`;

const MARK_WOKEN = `UPDATE decisions SET woken_at = ${moment} WHERE id = ANY($2::uuid[])`;
