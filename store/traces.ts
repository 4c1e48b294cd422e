import type { TraceItem } from '../contract/trace';
import type { Sql } from './sql';

/** What the agent saw and did before it asked, in its order; none where it told nothing. */
export async function findTrace(sql: Sql, decisionId: string): Promise<readonly TraceItem[]> {
  const [row] = await sql<{ items: TraceItem[] }>`SELECT items FROM traces WHERE decision_id = ${decisionId}`;
  return row?.items ?? [];
}
