import type { Decision } from '../contract/model';
import type { TraceItem } from '../contract/trace';
import { type KeptAnswer, toAnswer } from './answers';
import type { AuditEvent } from './audit';
import type { Checkpoint } from './checkpoint-text';
import { fromColumns } from './columns';
import type { Db } from './db';
import { toDecision } from './decisions';
import { type Delivery, listDeliveries } from './deliveries';
import type { Link } from './links';
import type { Sql } from './sql';
import { findTrace } from './traces';

/** All rows that there are about one decision, as they stood at one moment. */
export interface DecisionRows {
  readonly decision: Decision;
  readonly trace: readonly TraceItem[];
  /** In the order they were made. */
  readonly links: readonly Link[];
  readonly answers: readonly KeptAnswer[];
  readonly deliveries: readonly Delivery[];
  readonly events: readonly AuditEvent[];
  readonly head: { readonly sequence: string; readonly hash: string };
  /** The workspace's last one. */
  readonly checkpoint: Checkpoint | null;
}

/** Everything about this decision of this workspace, oldest first, from one snapshot of the database. */
export async function findRows(db: Db, { id, workspaceId }: Decision): Promise<DecisionRows> {
  return db.begin(async (sql) => {
    await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`;
    const [decision] = await rowsOf(sql`SELECT * FROM decisions WHERE id = ${id} AND workspace_id = ${workspaceId}`);
    const [head] = await sql<DecisionRows['head']>`
      SELECT audit_sequence AS sequence, audit_hash AS hash FROM workspaces WHERE id = ${workspaceId}`;
    const [checkpoint] = await rowsOf(sql`
      SELECT * FROM audit_checkpoints WHERE workspace_id = ${workspaceId} AND sequence > 0
      ORDER BY sequence DESC LIMIT 1`);
    const links = await rowsOf(sql`SELECT * FROM links WHERE decision_id = ${id} ORDER BY id`);
    const answers = await rowsOf(sql`SELECT * FROM answers WHERE decision_id = ${id} ORDER BY received_at, id`);
    const events = await rowsOf(sql`
      SELECT * FROM audit_events WHERE workspace_id = ${workspaceId} AND decision_id = ${id} ORDER BY sequence`);
    if (!decision || !head) throw new Error(`decision ${id} is not in the database`);
    return {
      decision: toDecision(decision),
      trace: await findTrace(sql, id),
      links: links as unknown as Link[],
      answers: answers.map(toAnswer),
      deliveries: (await listDeliveries({ sql }, id, { limit: MOST_DELIVERIES })).toReversed(),
      events: events as unknown as AuditEvent[],
      head,
      checkpoint: (checkpoint as unknown as Checkpoint | undefined) ?? null,
    };
  });
}

/** A decision has one for each of its few events. */
const MOST_DELIVERIES = 100;

const rowsOf = async (rows: ReturnType<Sql>): Promise<Record<string, unknown>[]> => (await rows).map(fromColumns);
