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
  const row = await db.apiKey.findUnique({
    where: { hash },
    select: { id: true, workspaceId: true, name: true, scopes: true, revokedAt: true },
  });
  return row && row.revokedAt === null ? row : null;
}

/** The sealed webhook secret of a key. */
export async function findWebhookSecret(db: Db, id: string): Promise<Uint8Array> {
  return (await db.apiKey.findUniqueOrThrow({ where: { id }, select: { webhookSecret: true } })).webhookSecret;
}

/** The workspace of this server, made with its owner when there is none yet. */
export async function ensureWorkspace(db: Db, ownerEmail: string): Promise<string> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('handover first workspace'))`;
    const existing = await tx.workspace.findFirst({ orderBy: { id: 'asc' }, select: { id: true } });
    if (existing) return existing.id;
    const id = newId();
    const members = { create: { id: newId(), email: ownerEmail } };
    await tx.workspace.create({ data: { id, name: ownerEmail.split('@')[1] ?? ownerEmail, members } });
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
  return db.$transaction(async (tx) => {
    const id = newId();
    const row = await tx.apiKey.create({ data: { ...key, id, workspaceId, scopes: [...key.scopes] } });
    const data = { api_key_id: id, name: key.name, prefix: key.prefix };
    await appendAudit(tx, workspaceId, [{ type: 'key.created', at, actor: SYSTEM, decisionId: null, data }]);
    return row;
  });
}
