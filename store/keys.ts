import type { Scope } from '../domain/scopes';
import { newId } from '../platform/ids';
import { fromColumns } from './columns';
import { type Db, nowIn } from './db';
import type { Sql } from './sql';

/** What of a key can be set. */
export interface KeySettings {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: never. */
  readonly expiresAt: Date | null;
  /** Who may be asked, as given; empty: everyone whom the tier allows. */
  readonly approvers: readonly string[];
  /** Whom a create has as backup that names none. */
  readonly backupApprover: string | null;
  /** Whether it may answer the decisions that it asked for. */
  readonly selfResolve: boolean;
}

/** The secrets under which a key's callbacks are signed, sealed. */
export interface WebhookSecrets {
  readonly webhookSecret: Uint8Array;
  /** Signs as well until then: a rotation is under way. */
  readonly previousWebhookSecret: Uint8Array | null;
  readonly previousWebhookSecretEndsAt: Date | null;
}

/** A key, but for the key itself. */
export interface ApiKey extends KeySettings, WebhookSecrets {
  readonly id: string;
  readonly workspaceId: string;
  /** The first key of those that were rotated into each other. */
  readonly originId: string;
  readonly prefix: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

const toKey = (row: object): ApiKey => fromColumns(row) as unknown as ApiKey;

/** A key that can be used, and the rules that hold for it at this moment. */
export interface KeyInUse extends ApiKey {
  /** The newest versions: its own, then the workspace's, where there are any. */
  readonly policyIds: readonly string[];
  /** This key, and every key it was rotated from or into: their decisions are its own. */
  readonly familyIds: readonly string[];
  /** PostgreSQL's time when it was looked up, in milliseconds since the epoch. */
  readonly now: number;
}

/** The key with this hash, or null where it is revoked, or has expired. */
export async function findKey(db: Db, hash: string, at: Date): Promise<KeyInUse | null> {
  const [row] = await db.prepared('find-key', FIND_KEY, [await db.clock(), hash, at]);
  return row ? (toKey(row) as KeyInUse) : null;
}

const FIND_KEY = `
  SELECT k.*, ${nowIn('$1')} AS now, array_remove(ARRAY[
      (SELECT id FROM policies WHERE workspace_id = k.workspace_id AND api_key_id = k.id ORDER BY version DESC LIMIT 1),
      (SELECT id FROM policies WHERE workspace_id = k.workspace_id AND api_key_id IS NULL ORDER BY version DESC LIMIT 1)
    ], NULL) AS policy_ids,
    ARRAY(SELECT id::text FROM api_keys WHERE workspace_id = k.workspace_id AND origin_id = k.origin_id) AS family_ids
  FROM api_keys k
  WHERE hash = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)`;

/** Whether the key with this id can be used: it is neither revoked nor expired. */
export async function isKeyActive({ sql }: Db, id: string, at: Date): Promise<boolean> {
  const rows = await sql`
    SELECT 1 FROM api_keys WHERE id = ${id} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${at})`;
  return rows.length > 0;
}

/** A key of this workspace, revoked ones too, or null. */
export async function findKeyById(sql: Sql, workspaceId: string, id: string): Promise<ApiKey | null> {
  const [row] = await sql`SELECT * FROM api_keys WHERE id = ${id} AND workspace_id = ${workspaceId}`;
  return row ? toKey(row) : null;
}

/** Newest first, revoked ones too; `cursor` is the id of the last one of the page before. `only`: just this key. */
export async function listKeys(
  { sql }: Db,
  { workspaceId, only }: { workspaceId: string; only: string | null },
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<readonly ApiKey[]> {
  const rows = await sql`
    SELECT * FROM api_keys
    WHERE workspace_id = ${workspaceId} AND (${only}::uuid IS NULL OR id = ${only}) AND (${cursor}::uuid IS NULL OR id < ${cursor})
    ORDER BY id DESC LIMIT ${limit}`;
  return rows.map(toKey);
}

/** The keys that can be used, newest first, but `first` before all; at most `limit`. */
export async function listActiveKeys(
  { sql }: Db,
  { workspaceId, id: first }: ApiKey,
  at: Date,
  limit: number,
): Promise<readonly ApiKey[]> {
  const rows = await sql`
    SELECT * FROM api_keys
    WHERE workspace_id = ${workspaceId} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${at})
    ORDER BY id = ${first} DESC, id DESC LIMIT ${limit}`;
  return rows.map(toKey);
}

/** Every address on the lists of a workspace's other keys that can be used. */
export async function approversOfOthers(sql: Sql, { workspaceId, id }: ApiKey, at: Date): Promise<readonly string[]> {
  const rows = await sql<{ address: string }>`
    SELECT DISTINCT unnest(approvers) AS address FROM api_keys
    WHERE workspace_id = ${workspaceId} AND id <> ${id} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${at})`;
  return rows.map(({ address }) => address);
}

/** Changes of a workspace's keys wait for each other until the transaction ends. The same lock as the audit chain's. */
export async function lockKeys(sql: Sql, workspaceId: string): Promise<void> {
  await sql`SELECT 1 FROM workspaces WHERE id = ${workspaceId} FOR NO KEY UPDATE`;
}

export async function insertKey(sql: Sql, key: ApiKey, hash: string): Promise<void> {
  const { id, workspaceId, originId, name, prefix, scopes, approvers, backupApprover, selfResolve } = key;
  const { createdAt, expiresAt, webhookSecret, previousWebhookSecret, previousWebhookSecretEndsAt } = key;
  await sql`
    INSERT INTO api_keys (
      id, workspace_id, origin_id, name, prefix, hash, scopes, approvers, backup_approver, self_resolve,
      created_at, expires_at, webhook_secret, previous_webhook_secret, previous_webhook_secret_ends_at)
    VALUES (
      ${id}, ${workspaceId}, ${originId}, ${name}, ${prefix}, ${hash}, ${scopes}, ${approvers}, ${backupApprover}, ${selfResolve},
      ${createdAt}, ${expiresAt}, ${webhookSecret}, ${previousWebhookSecret}, ${previousWebhookSecretEndsAt})`;
}

/** Keeps the settings of a key as they are given here. */
export async function updateKey(sql: Sql, { id, ...key }: KeySettings & Pick<ApiKey, 'id'>): Promise<void> {
  const { name, scopes, expiresAt, approvers, backupApprover, selfResolve } = key;
  await sql`
    UPDATE api_keys
    SET name = ${name}, scopes = ${scopes}, expires_at = ${expiresAt}, approvers = ${approvers},
        backup_approver = ${backupApprover}, self_resolve = ${selfResolve}
    WHERE id = ${id}`;
}

export async function markRevoked(sql: Sql, id: string, at: Date): Promise<void> {
  await sql`UPDATE api_keys SET revoked_at = ${at} WHERE id = ${id}`;
}

/** Of a key and of those it was rotated from or into: the decisions of all of them may still be told. */
export async function setWebhookSecrets(sql: Sql, originId: string, secrets: WebhookSecrets): Promise<void> {
  const { webhookSecret, previousWebhookSecret, previousWebhookSecretEndsAt } = secrets;
  await sql`
    UPDATE api_keys
    SET webhook_secret = ${webhookSecret}, previous_webhook_secret = ${previousWebhookSecret},
        previous_webhook_secret_ends_at = ${previousWebhookSecretEndsAt}
    WHERE origin_id = ${originId}`;
}

/** Gives a key the rules that another one has now, as its first version. */
export async function copyRules(sql: Sql, from: string, to: string): Promise<void> {
  await sql`
    INSERT INTO policies (id, workspace_id, api_key_id, version, rules, note, created_at, created_by)
    SELECT ${newId()}::uuid, workspace_id, ${to}::uuid, 1, rules, note, created_at, created_by
    FROM policies WHERE api_key_id = ${from} ORDER BY version DESC LIMIT 1`;
}

/** Notes that a key was used, unless that was noted less than `everyMs` ago, or is being noted. */
export async function noteUse({ sql }: Db, id: string, at: Date, everyMs: number): Promise<void> {
  await sql`
    UPDATE api_keys SET last_used_at = ${at}
    WHERE id = (
      SELECT id FROM api_keys
      WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at <= ${new Date(at.getTime() - everyMs)})
      FOR NO KEY UPDATE SKIP LOCKED)`;
}
