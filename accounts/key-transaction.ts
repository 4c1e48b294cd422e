import type { Clock } from '../platform/clock';
import type { Secrets } from '../platform/secrets';
import { type Actor, type AuditEntry, appendAudit, byKey } from '../store/audit';
import type { Db } from '../store/db';
import { type ApiKey, lockKeys } from '../store/keys';
import type { Sql } from '../store/sql';
import type { Tier } from './tiers';

/** A transaction on the keys of a workspace: at one moment, on someone's behalf. */
export interface KeyTransaction {
  readonly sql: Sql;
  readonly secrets: Secrets;
  readonly tier: Tier;
  readonly workspaceId: string;
  readonly at: Date;
  readonly actor: Actor;
}

/** Runs `work` in one transaction on the keys of the workspace, on behalf of this key. Such transactions run one after another. */
export function inKeyTransaction<T>(
  { db, secrets, tier, clock }: { db: Db; secrets: Secrets; tier: Tier; clock: Clock },
  { id, workspaceId }: ApiKey,
  work: (transaction: KeyTransaction) => Promise<T>,
): Promise<T> {
  return db.begin(async (sql) => {
    await lockKeys(sql, workspaceId);
    return work({ sql, secrets, tier, workspaceId, at: clock(), actor: byKey(id) });
  });
}

/** Appends an event about a key to the audit. */
export async function auditKey(
  { sql, workspaceId, at, actor }: Omit<KeyTransaction, 'secrets' | 'tier'>,
  type: AuditEntry['type'],
  data: AuditEntry['data'],
): Promise<void> {
  await appendAudit(sql, workspaceId, [{ type, at, actor, decisionId: null, data }]);
}
