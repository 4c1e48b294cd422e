import type { Facts } from '../domain/policy/match';
import type { PolicyOutcome } from '../domain/policy/rule';
import { fromColumns } from './columns';
import type { Db } from './db';
import type { PolicyScope } from './policies';

/** A decision as it was requested, before a rule sent it to anyone else, and what policy made of it. */
export interface DecisionRequest extends Facts {
  readonly id: string;
  readonly apiKeyId: string;
  readonly was: PolicyOutcome;
}

/** Contexts are long, so only this many decisions are in memory at a time. */
const PAGE = 100;

/** The latest requests of a workspace, or of one key, newest first. Erased ones leave nothing to judge. */
export async function* latestRequests(db: Db, scope: PolicyScope, last: number): AsyncGenerator<DecisionRequest> {
  let cursor: string | null = null;
  for (let left = last; left > 0; left -= PAGE) {
    const rows = await pageOf(db, scope, cursor, Math.min(left, PAGE));
    yield* rows;
    cursor = rows.at(-1)?.id ?? null;
    if (rows.length < PAGE) return;
  }
}

/** Whom a request named is in its first audit event: a rule may have changed the plan. */
async function pageOf(
  { sql }: Db,
  { workspaceId, apiKeyId }: PolicyScope,
  cursor: string | null,
  limit: number,
): Promise<DecisionRequest[]> {
  const rows = await sql`
    SELECT d.id, d.api_key_id, d.action, d.context, d.urgency, d.amount, d.metadata,
           coalesce(e.data->'approvers', '[]') AS approvers, coalesce(e.data->>'channel', d.channel) AS channel,
           CASE WHEN d.state->'resolution'->>'via' IS DISTINCT FROM 'policy' THEN 'ask'
                WHEN d.status = 'approved' THEN 'approve' ELSE 'deny' END AS was
    FROM decisions d
    LEFT JOIN audit_events e ON e.decision_id = d.id AND e.type = 'decision.created'
    WHERE d.workspace_id = ${workspaceId} AND (${apiKeyId}::uuid IS NULL OR d.api_key_id = ${apiKeyId})
      AND (${cursor}::uuid IS NULL OR d.id < ${cursor}) AND d.erased_at IS NULL
    ORDER BY d.id DESC LIMIT ${limit}`;
  return rows.map((row) => fromColumns(row) as unknown as DecisionRequest);
}
