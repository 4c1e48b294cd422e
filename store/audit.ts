import canonicalize from 'canonicalize';
import type { Assurance } from '../domain/assurance';
import type { ActorType, AuditType } from '../domain/audit-types';
import type { Json } from '../domain/json';
import { newId } from '../platform/ids';
import type { Db } from './db';
import type { Sql } from './sql';

export interface Actor {
  readonly type: ActorType;
  readonly id: string | null;
  readonly assurance: Assurance | null;
}
export const SYSTEM: Actor = { type: 'system', id: null, assurance: null };
/** An API key; `assurance` is given where it answered. */
export const byKey = (id: string, assurance: Assurance | null = null): Actor => ({ type: 'api_key', id, assurance });

/** Something that happened. `data` holds what is needed to understand it: no texts that people wrote, and no secrets. */
export interface AuditEntry {
  readonly type: AuditType;
  readonly at: Date;
  readonly actor: Actor;
  readonly decisionId: string | null;
  readonly data: { readonly [key: string]: Json };
}

/**
 * The entries as `audit_append` takes them: each cut in two where `previous_hash` and `sequence` belong, which only the
 * database knows. RFC 8785 sorts keys, and those two come between `id` and `type`.
 */
export function auditRows(entries: readonly AuditEntry[]): string {
  return JSON.stringify(
    entries.map(({ type, at, actor, decisionId, data }) => {
      const event = { id: newId(), at: at.toISOString(), actor: { ...actor }, decision_id: decisionId, data };
      return {
        ...event,
        type,
        left: `${canonicalize(event)?.slice(0, -1)},`,
        right: `,${canonicalize({ type })?.slice(1)}`,
      };
    }),
  );
}

/** Appends to the workspace's chain. It holds the chain's lock until the transaction ends: call it last. */
export async function appendAudit(sql: Sql, workspaceId: string, entries: readonly AuditEntry[]): Promise<void> {
  await sql`SELECT audit_append(${workspaceId}, ${auditRows(entries)})`;
}

/** An event as it is stored. */
export interface AuditEvent {
  readonly sequence: bigint;
  readonly id: string;
  readonly type: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly decisionId: string | null;
  readonly data: Json;
  readonly previousHash: string;
  readonly hash: string;
}

export interface AuditFilter {
  readonly workspaceId: string;
  readonly decisionId?: string | undefined;
  readonly type?: AuditType | undefined;
  /** The actor's id: a key's id, or an approver's address. */
  readonly actor?: string | undefined;
  readonly after?: Date | undefined;
  readonly before?: Date | undefined;
}

/** A page of events, newest first; `cursor` is the id of the last event of the page before. */
export async function listAudit(
  db: Db,
  filter: AuditFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<AuditEvent[]> {
  const from = cursor ? { cursor: { id: cursor }, skip: 1 } : {};
  const rows = await db.auditEvent.findMany({
    where: where(filter),
    orderBy: { sequence: 'desc' },
    take: limit,
    ...from,
  });
  return rows as unknown as AuditEvent[];
}

/** All matching events, oldest first, with one page in memory at a time. */
export async function* everyAudit(db: Db, filter: AuditFilter): AsyncGenerator<AuditEvent> {
  let last = 0n;
  for (;;) {
    const rows = await db.auditEvent.findMany({
      where: { ...where(filter), sequence: { gt: last } },
      orderBy: { sequence: 'asc' },
      take: PAGE,
    });
    yield* rows as unknown as AuditEvent[];
    last = rows.at(-1)?.sequence ?? last;
    if (rows.length < PAGE) return;
  }
}

const where = ({ workspaceId, decisionId, type, actor, after, before }: AuditFilter) => ({
  workspaceId,
  decisionId,
  type,
  ...(actor === undefined ? {} : { actor: { path: ['id'], equals: actor } }),
  at: { gt: after, lt: before },
});

const PAGE = 1_000;

/** What an event's hash is made over, and what is shown of it along with that hash. */
export const eventOf = ({
  sequence,
  id,
  type,
  at,
  actor,
  decisionId,
  data,
  previousHash,
}: Omit<AuditEvent, 'hash'>) => ({
  sequence: Number(sequence),
  id,
  type,
  at: at.toISOString(),
  actor,
  decision_id: decisionId,
  data,
  previous_hash: previousHash,
});
