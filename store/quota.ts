import { firstIdAt } from '../platform/ids';
import type { Sql } from './sql';

/** Until this transaction is over, no other one of this workspace comes past here. */
export async function makeAlone(sql: Sql, workspaceId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${workspaceId}, 0))`;
}

/** How many decisions a workspace made from a moment until before another, told by their ids. */
export async function countMade(
  sql: Sql,
  workspaceId: string,
  { from, until }: { from: Date; until: Date },
): Promise<number> {
  const [made] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM decisions
    WHERE workspace_id = ${workspaceId} AND id >= ${firstIdAt(from)} AND id < ${firstIdAt(until)}`;
  return made?.count ?? 0;
}
