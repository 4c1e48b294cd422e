import type { TraceItem } from '../domain/trace';
import type { Sql } from './sql';

/** How many steps the agent told of. */
export async function countSteps(sql: Sql, decisionId: string): Promise<number> {
  const [row] = await sql<{ steps: number }>`
    SELECT json_array_length(items) AS steps FROM traces WHERE decision_id = ${decisionId}`;
  return row?.steps ?? 0;
}

/** What the agent saw and did before it asked, in its order; none where it told nothing. */
export async function findTrace(sql: Sql, decisionId: string): Promise<readonly TraceItem[]> {
  const [row] = await sql<{ items: TraceItem[] }>`SELECT items FROM traces WHERE decision_id = ${decisionId}`;
  return row?.items ?? [];
}
