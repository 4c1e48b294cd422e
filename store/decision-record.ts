import type { Decision } from '../domain/decision';
import type { TraceItem } from '../domain/trace';
import type { AuditEvent } from './audit';
import type { Checkpoint } from './checkpoint-text';
import { fromColumns } from './columns';
import type { Db } from './db';
import { getDecision } from './decisions';
import { type Delivery, listDeliveries } from './deliveries';
import { findNotifications, type Notification } from './notifications';
import type { Sql } from './sql';
import { findTrace } from './traces';

/** Every row about one decision. */
export interface DecisionRows {
  readonly decision: Decision;
  readonly trace: readonly TraceItem[];
  /** When each person first opened their link, by assignment. */
  readonly openings: Readonly<Record<string, Date | null>>;
  readonly notifications: readonly Notification[];
  readonly deliveries: readonly Delivery[];
  readonly events: readonly AuditEvent[];
  readonly head: { readonly sequence: string; readonly hash: string };
  /** The latest checkpoint of the workspace. */
  readonly checkpoint: Checkpoint | null;
}

/**
 * Everything about this decision, oldest first. The rows are of one snapshot of the database, and the decision itself is
 * at least as new.
 */
export async function findRows(db: Db, { id, workspaceId }: Decision): Promise<DecisionRows> {
  const rows = await db.begin(async (sql) => {
    await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
    const [head] = await sql<DecisionRows['head']>`
      SELECT audit_sequence AS sequence, audit_hash AS hash FROM workspaces WHERE id = ${workspaceId}`;
    const [checkpoint] = await rowsOf<Checkpoint>(sql`
      SELECT * FROM audit_checkpoints WHERE workspace_id = ${workspaceId} AND sequence > 0
      ORDER BY sequence DESC LIMIT 1`);
    const openings = await sql<{ id: string; opened_at: Date | null }>`
      SELECT id, opened_at FROM assignments WHERE decision_id = ${id}`;
    const events = await rowsOf<AuditEvent>(sql`
      SELECT * FROM audit_events WHERE workspace_id = ${workspaceId} AND decision_id = ${id} ORDER BY sequence`);
    if (!head) throw new Error(`workspace ${workspaceId} is not in the database`);
    return {
      trace: await findTrace(sql, id),
      openings: Object.fromEntries(openings.map((row) => [row.id, row.opened_at])),
      notifications: await findNotifications({ sql }, id),
      deliveries: (await listDeliveries({ sql }, id, { limit: MOST_DELIVERIES })).toReversed(),
      ...{ events, head, checkpoint: checkpoint ?? null },
    };
  });
  return { decision: await getDecision(db, id), ...rows };
}

/** A decision has one for each of its few events. */
const MOST_DELIVERIES = 1_000;

const rowsOf = async <Row>(rows: ReturnType<Sql>): Promise<Row[]> => (await rows).map((row) => fromColumns(row) as Row);
