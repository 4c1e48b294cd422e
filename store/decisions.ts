import type { Status } from '../contract/decision';
import type { Decision } from '../contract/model';
import { personKey } from '../domain/person';
import type { TraceItem } from '../domain/trace';
import type { Decision as Row } from '../generated/prisma/client';
import { type AuditEntry, auditRows } from './audit';
import { fromColumns, toColumns } from './columns';
import type { Db } from './db';
import type { Standing } from './next-move';
import type { Sql } from './sql';

/** A row as the product knows it. The one place where the database's looser types are believed. */
export function toDecision(row: Row | Record<string, unknown>): Decision {
  return row as unknown as Decision;
}

/**
 * Keeps a new decision, not yet started, with its trace if it has one, and audits it, in one statement. One that a
 * policy resolved has nothing to be started.
 */
export async function insertDecision(
  sql: Sql,
  decision: Decision,
  audit: readonly AuditEntry[],
  trace: readonly TraceItem[] = [],
): Promise<void> {
  const startedAt = decision.autoResolved ? decision.createdAt : null;
  const row = toColumns({ ...decision, startedAt, approverKey: personKey(decision.approver) });
  const items = trace.length > 0 ? JSON.stringify(trace) : null;
  await sql`
    WITH kept AS (
      INSERT INTO decisions SELECT * FROM jsonb_populate_record(NULL::decisions, ${row}) RETURNING id, workspace_id
    ), traced AS (
      INSERT INTO traces (decision_id, items) SELECT id, ${items}::json FROM kept WHERE ${items}::json IS NOT NULL
    )
    SELECT audit_append(workspace_id, ${auditRows(audit)}) FROM kept`;
}

/** How many decisions of a key are open, counted up to `most`. */
export async function countOpen(db: Db, apiKeyId: string, most: number): Promise<number> {
  const [counted] = await db.sql<{ open: string }>`
    SELECT count(*) AS open FROM (
      SELECT 1 FROM decisions WHERE api_key_id = ${apiKeyId} AND status IN ('pending', 'escalated') LIMIT ${most}) counted`;
  return Number(counted?.open);
}

/** One decision of a workspace, or null. */
export async function findDecision({ sql }: Db, workspaceId: string, id: string): Promise<Decision | null> {
  const [row] = await sql`SELECT * FROM decisions WHERE id = ${id} AND workspace_id = ${workspaceId}`;
  return row ? toDecision(fromColumns(row)) : null;
}

/** One decision of whatever workspace, or null: for whoever finds its workspace out by it. */
export async function findAnyDecision({ sql }: Db, id: string): Promise<Decision | null> {
  const [row] = await sql`SELECT * FROM decisions WHERE id = ${id}`;
  return row ? toDecision(fromColumns(row)) : null;
}

/** One decision by its id alone, for the workflow's own activities. Throws when it is not there. */
export async function getDecision(db: Db, id: string): Promise<Decision> {
  const decision = await findAnyDecision(db, id);
  if (!decision) throw new Error(`decision ${id} is not in the database`);
  return decision;
}

/** The decision as it stands, and stays until the transaction ends, with the answer that it stands on; null for an unknown id. */
export async function findLocked(sql: Sql, id: string): Promise<Standing | null> {
  const [row] = await sql`SELECT * FROM decisions WHERE id = ${id} FOR NO KEY UPDATE`;
  if (!row) return null;
  const { answerId, ...decision } = fromColumns(row);
  return { decision: toDecision(decision), answerId: typeof answerId === 'string' ? answerId : null };
}

/** The same of a decision that must be there. */
export async function lockDecision(sql: Sql, id: string): Promise<Standing> {
  const standing = await findLocked(sql, id);
  if (!standing) throw new Error(`decision ${id} is not in the database`);
  return standing;
}

export interface DecisionFilter {
  readonly workspaceId: string;
  readonly status?: readonly Status[] | undefined;
  readonly approver?: string | undefined;
  readonly apiKeyId?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/** Newest first; `cursor` is the id of the last one of the page before. */
export async function listDecisions(
  db: Db,
  { workspaceId, status, approver, apiKeyId, createdAfter, createdBefore }: DecisionFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Decision[]> {
  const rows = await db.decision.findMany({
    where: {
      workspaceId,
      id: cursor ? { lt: cursor } : undefined,
      status: status ? { in: [...status] } : undefined,
      approverKey: approver === undefined ? undefined : personKey(approver),
      apiKeyId,
      createdAt: { gt: createdAfter, lt: createdBefore },
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
  return rows.map(toDecision);
}

/** Notes that Temporal has taken these decisions' workflows. */
export async function markStarted(db: Db, ids: readonly string[], at: Date): Promise<void> {
  await db.sql`UPDATE decisions SET started_at = ${at} WHERE id = ANY(${ids})`;
}

/** Decisions made before `before` whose workflow was never noted as started, oldest first. */
export async function findUnstarted(db: Db, before: Date, limit: number): Promise<Decision[]> {
  const rows = await db.decision.findMany({
    where: { startedAt: null, createdAt: { lt: before }, status: { in: ['pending', 'escalated'] } },
    orderBy: { createdAt: 'asc' },
    take: limit,
  });
  return rows.map(toDecision);
}

/** Those of these decisions that are open, or wait for their scheduled time. */
export async function findUnfinished(db: Db, ids: readonly string[]): Promise<Decision[]> {
  const rows = await db.decision.findMany({
    where: { id: { in: [...ids] }, status: { in: ['pending', 'escalated', 'scheduled'] }, dueAt: null },
  });
  return rows.map(toDecision);
}
