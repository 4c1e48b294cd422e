import type { Status } from '../contract/decision';
import type { Decision } from '../contract/model';
import type { Decision as Row } from '../generated/prisma/client';
import { Prisma } from '../generated/prisma/client';
import type { Db, Tx } from './db';

/** A row as the product knows it. The one place where the database's looser types are believed. */
export function toDecision(row: Row): Decision {
  return row as unknown as Decision;
}

/** Inserts a new decision, open and not yet started. */
export async function insertDecision(tx: Tx, decision: Decision): Promise<void> {
  const { metadata, responseData, responseType, options, ...rest } = decision;
  await tx.decision.create({
    data: {
      ...rest,
      approverKey: decision.approver.toLowerCase(),
      options: [...options],
      responseType: responseType as Prisma.InputJsonObject,
      metadata: (metadata as Prisma.InputJsonObject | null) ?? Prisma.DbNull,
    },
    select: { id: true },
  });
}

/** One decision of a workspace, or null. */
export async function findDecision(db: Tx, workspaceId: string, id: string): Promise<Decision | null> {
  const row = await db.decision.findUnique({ where: { id, workspaceId } });
  return row && toDecision(row);
}

/** One decision by its id alone, for the workflow's own activities. Throws when it is not there. */
export async function getDecision(db: Tx, id: string): Promise<Decision> {
  return toDecision(await db.decision.findUniqueOrThrow({ where: { id } }));
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
      approverKey: approver?.toLowerCase(),
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
  await db.decision.updateMany({ where: { id: { in: [...ids] } }, data: { startedAt: at } });
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

/** Whether a key has this many open decisions, or more. */
export async function hasOpen(db: Tx, apiKeyId: string, many: number): Promise<boolean> {
  const rows = await db.$queryRaw`
    SELECT 1 FROM decisions WHERE api_key_id = ${apiKeyId}::uuid AND status IN ('pending', 'escalated') OFFSET ${many - 1} LIMIT 1`;
  return Array.isArray(rows) && rows.length > 0;
}
