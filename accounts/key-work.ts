import type { Clock } from '../platform/clock';
import type { Secrets } from '../platform/secrets';
import { type Actor, type AuditEntry, appendAudit, byKey } from '../store/audit';
import type { Db } from '../store/db';
import { type ApiKey, lockKeys } from '../store/keys';
import type { Sql } from '../store/sql';
import type { Tier } from './tiers';

/** What an operation on keys works with: a transaction in a workspace, at one moment, on somebody's behalf. */
export interface KeyWork {
  readonly sql: Sql;
  readonly secrets: Secrets;
  readonly tier: Tier;
  readonly workspaceId: string;
  readonly at: Date;
  readonly actor: Actor;
}

/** Works on the keys of a workspace in one transaction, on behalf of the key that asks. */
export function workOnKeys<T>(
  { db, secrets, tier, clock }: { db: Db; secrets: Secrets; tier: Tier; clock: Clock },
  { id, workspaceId }: ApiKey,
  work: (work: KeyWork) => Promise<T>,
): Promise<T> {
  return db.begin(async (sql) => {
    await lockKeys(sql, workspaceId);
    return work({ sql, secrets, tier, workspaceId, at: clock(), actor: byKey(id) });
  });
}

/** Appends what was done to the audit. */
export async function auditKey(
  { sql, workspaceId, at, actor }: Omit<KeyWork, 'secrets' | 'tier'>,
  type: AuditEntry['type'],
  data: AuditEntry['data'],
): Promise<void> {
  await appendAudit(sql, workspaceId, [{ type, at, actor, decisionId: null, data }]);
}
