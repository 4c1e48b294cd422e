import { newId } from '../platform/ids';
import { appendAudit, SYSTEM } from './audit';
import type { Db } from './db';

/** A key as requests use it. */
export interface ApiKey {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

/** The active key with this hash, or null. */
export async function findKey(db: Db, hash: string): Promise<ApiKey | null> {
  const [key] = await db.sql<ApiKey>`
    SELECT id, workspace_id AS "workspaceId", name, scopes FROM api_keys WHERE hash = ${hash} AND revoked_at IS NULL`;
  return key ?? null;
}

/** Whether this is a key of this workspace, active or not. */
export async function isKeyOf(db: Db, workspaceId: string, id: string): Promise<boolean> {
  return (await db.apiKey.count({ where: { id, workspaceId } })) > 0;
}

/** The sealed webhook secret of a key. */
export async function findWebhookSecret(db: Db, id: string): Promise<Uint8Array> {
  return (await db.apiKey.findUniqueOrThrow({ where: { id }, select: { webhookSecret: true } })).webhookSecret;
}

/** The workspace of this server, made with its owner when there is none yet. */
export async function ensureWorkspace(db: Db, ownerEmail: string): Promise<string> {
  return db.begin(async (sql) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('handover first workspace'))`;
    const [existing] = await sql<{ id: string }>`SELECT id FROM workspaces ORDER BY id LIMIT 1`;
    if (existing) return existing.id;
    const id = newId();
    await sql`INSERT INTO workspaces (id, name) VALUES (${id}, ${ownerEmail.split('@')[1] ?? ownerEmail})`;
    await sql`INSERT INTO members (id, workspace_id, email) VALUES (${newId()}, ${id}, ${ownerEmail})`;
    return id;
  });
}

export interface NewKey {
  readonly name: string;
  readonly prefix: string;
  readonly hash: string;
  readonly webhookSecret: Uint8Array<ArrayBuffer>;
  readonly scopes: readonly string[];
}

export async function insertKey(db: Db, workspaceId: string, key: NewKey, at: Date): Promise<ApiKey> {
  const id = newId();
  const { name, prefix, hash, webhookSecret, scopes } = key;
  await db.begin(async (sql) => {
    await sql`
      INSERT INTO api_keys (id, workspace_id, name, prefix, hash, webhook_secret, scopes)
      VALUES (${id}, ${workspaceId}, ${name}, ${prefix}, ${hash}, ${webhookSecret}, ${scopes})`;
    const data = { api_key_id: id, name, prefix };
    await appendAudit(sql, workspaceId, [{ type: 'key.created', at, actor: SYSTEM, decisionId: null, data }]);
  });
  return { id, workspaceId, name, scopes };
}
