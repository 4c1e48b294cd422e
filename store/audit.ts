import canonicalize from 'canonicalize';
import type { AuditType } from '../contract/audit';
import type { Assurance } from '../domain/assurance';
import type { Json } from '../domain/json';
import { canonicalHash } from '../platform/canonical-hash';
import { newId } from '../platform/ids';
import { firstBadCheckpoint } from './checkpoints';
import type { Db } from './db';
import type { Sql } from './sql';

export interface Actor {
  readonly type: 'api_key' | 'approver' | 'policy' | 'system' | 'member';
  readonly id: string | null;
  readonly assurance: Assurance | null;
}
export const SYSTEM: Actor = { type: 'system', id: null, assurance: null };
/** A key that did something; `assurance` where it answered. */
export const byKey = (id: string, assurance: Assurance | null = null): Actor => ({ type: 'api_key', id, assurance });

/** One step that happened. `data` holds what the step needs to be understood, and no secret. */
export interface AuditEntry {
  readonly type: AuditType;
  readonly at: Date;
  readonly actor: Actor;
  readonly decisionId: string | null;
  readonly data: { readonly [key: string]: Json };
}

/**
 * The entries as `audit_append` wants them: each cut in two where `previous_hash` and `sequence` belong, which only the
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

/** Appends to the workspace's chain. Takes the chain's lock until the transaction ends: call it last. */
export async function appendAudit(sql: Sql, workspaceId: string, entries: readonly AuditEntry[]): Promise<void> {
  await sql`SELECT audit_append(${workspaceId}, ${auditRows(entries)})`;
}

/** An event as it was written. */
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

/** Newest first; `cursor` is the id of the last one of the page before. */
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

/** All that fit, oldest first, a page in memory at a time. */
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

export interface Verified {
  readonly ok: boolean;
  readonly checked: number;
  /** The first sequence whose record is missing, out of order, or not what was written; null when all is well. */
  readonly firstBad: number | null;
}

const PAGE = 1_000;

/**
 * Recomputes a workspace's whole chain, up to its head and its last checkpoint, and compares it with every checkpoint.
 * `trusted`: the public keys that may have signed those.
 */
export async function verifyAudit(db: Db, workspaceId: string, trusted: readonly string[]): Promise<Verified> {
  const chain = await verifyChain(db, workspaceId);
  const checkpoint = await firstBadCheckpoint(db, workspaceId, trusted);
  if (checkpoint === null || (chain.firstBad !== null && chain.firstBad <= checkpoint)) return chain;
  return { ok: false, checked: checkpoint - 1, firstBad: checkpoint };
}

async function verifyChain(db: Db, workspaceId: string): Promise<Verified> {
  const [head] = await db.sql<{ last: string }>`
    SELECT greatest(audit_sequence, (SELECT max(sequence) FROM audit_checkpoints WHERE workspace_id = w.id)) AS last
    FROM workspaces w WHERE id = ${workspaceId}`;
  const last = Number(head?.last);
  let checked = 0;
  let previousHash = '';
  for await (const row of everyAudit(db, { workspaceId })) {
    const sequence = checked + 1;
    const hash = canonicalHash(eventOf({ ...row, sequence: BigInt(sequence), previousHash }));
    if (Number(row.sequence) !== sequence || row.hash !== hash) return { ok: false, checked, firstBad: sequence };
    previousHash = hash;
    checked = sequence;
  }
  if (checked < last) return { ok: false, checked, firstBad: checked + 1 };
  return { ok: true, checked: last, firstBad: null };
}

/** What an event's hash is made over, and what is shown of it beside that hash. */
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
