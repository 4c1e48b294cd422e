import type { Policy, Rule } from '../domain/policy/rule';
import type { Policy as Row } from '../generated/prisma/client';
import { newId } from '../platform/ids';
import { type Actor, appendAudit } from './audit';
import { fromColumns } from './columns';
import type { Db } from './db';

/** Whose rules: those of a key, or of the workspace where no key is named. */
export interface PolicyScope {
  readonly workspaceId: string;
  readonly apiKeyId: string | null;
}

/** One version of a scope's rules. Never changed once it is written. */
export interface PolicyRow extends Policy, PolicyScope {
  readonly id: string;
  readonly note: string | null;
  readonly createdAt: Date;
  /** The name of its author. */
  readonly createdBy: string;
}

/** Versions of policies by their ids, in that order. */
export type Policies = (ids: readonly string[]) => Promise<readonly PolicyRow[]>;

const MOST_KEPT = 100;

/** Reads each version once: it never changes. */
export function createPolicies({ sql }: Db): Policies {
  const kept = new Map<string, PolicyRow>();
  return async (ids) => {
    const known = ids.flatMap((id) => kept.get(id) ?? []);
    if (known.length === ids.length) return known;
    const rows = await sql`SELECT * FROM policies WHERE id = ANY(${ids}) ORDER BY array_position(${ids}::uuid[], id)`;
    const policies = rows.map((row) => toPolicy(fromColumns(row)));
    if (kept.size >= MOST_KEPT) kept.clear();
    for (const policy of policies) kept.set(policy.id, policy);
    return policies;
  };
}

/** The rules of every scope of a workspace, as they are now. */
export async function currentPolicies({ sql }: Db, workspaceId: string): Promise<PolicyRow[]> {
  const rows = await sql`
    SELECT DISTINCT ON (api_key_id) * FROM policies WHERE workspace_id = ${workspaceId} ORDER BY api_key_id, version DESC`;
  return rows.map((row) => toPolicy(fromColumns(row)));
}

/** This version of a scope's rules, or the newest; null where there is none. */
export async function findPolicy(db: Db, scope: PolicyScope, version?: number): Promise<PolicyRow | null> {
  const row = await db.policy.findFirst({ where: { ...scope, version }, orderBy: { version: 'desc' } });
  return row && toPolicy(row);
}

/** Newest first; `cursor` is the id of the last one of the page before. */
export async function listPolicies(
  db: Db,
  scope: PolicyScope,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<PolicyRow[]> {
  const from = cursor ? { cursor: { id: cursor }, skip: 1 } : {};
  const rows = await db.policy.findMany({ where: { ...scope }, orderBy: { version: 'desc' }, take: limit, ...from });
  return rows.map(toPolicy);
}

export interface NewPolicy {
  readonly rules: readonly Rule[];
  readonly note: string | null;
  readonly at: Date;
  /** Who writes it, as the audit names them, and as people do. */
  readonly by: { readonly actor: Actor; readonly name: string };
}

/** Writes a scope's next version and audits it, unless the version before it is not `expected` (null: any). */
export async function insertPolicy(
  db: Db,
  { workspaceId, apiKeyId }: PolicyScope,
  { rules, note, at, by }: NewPolicy,
  expected: number | null,
): Promise<{ readonly policy: PolicyRow } | { readonly current: number }> {
  return db.begin(async (sql) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext(${`policy of ${apiKeyId ?? workspaceId}`}))`;
    const [newest] = await sql<{ version: number }>`
      SELECT version FROM policies WHERE workspace_id = ${workspaceId} AND api_key_id IS NOT DISTINCT FROM ${apiKeyId}
      ORDER BY version DESC LIMIT 1`;
    const current = newest?.version ?? 0;
    if (expected !== null && expected !== current) return { current };
    const [row] = await sql`
      INSERT INTO policies (id, workspace_id, api_key_id, version, rules, note, created_at, created_by)
      VALUES (${newId()}, ${workspaceId}, ${apiKeyId}, ${current + 1}, ${JSON.stringify(rules)}, ${note}, ${at}, ${by.name})
      RETURNING *`;
    const kept = toPolicy(fromColumns(row ?? {}));
    const { scope, version } = kept;
    const data = { scope, api_key_id: apiKeyId, version, note };
    await appendAudit(sql, workspaceId, [{ type: 'policy.changed', at, actor: by.actor, decisionId: null, data }]);
    return { policy: kept };
  });
}

function toPolicy(row: Row | Record<string, unknown>): PolicyRow {
  const policy = row as unknown as Omit<PolicyRow, 'scope'>;
  return { ...policy, scope: policy.apiKeyId === null ? 'workspace' : 'key' };
}
