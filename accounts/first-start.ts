import { createKeyRequest } from '../contract/keys';
import { parse } from '../contract/requests';
import { systemClock } from '../platform/clock';
import { createVault, type Vault } from '../platform/vault';
import { SYSTEM } from '../store/audit';
import { type Db, openDb } from '../store/db';
import { findKey } from '../store/keys';
import { ensureWorkspace } from '../store/workspaces';
import { makeKey, settingsOf } from './make-key';

export interface FirstKey {
  readonly apiKey: string;
  readonly webhookSecret: string;
}

/** Makes the workspace, its owner and a key with the scope `admin`; returns `existingKey` again while it is valid. */
export async function firstStart(settings: {
  databaseUrl: string;
  secret: string;
  ownerEmail: string;
  existingKey?: string | undefined;
}): Promise<FirstKey> {
  const db = openDb(settings.databaseUrl);
  try {
    const vault = createVault(settings.secret);
    const { existingKey } = settings;
    const kept = existingKey ? await findKey(db, vault.hashKey(existingKey), systemClock()) : null;
    if (kept && existingKey) return { apiKey: existingKey, webhookSecret: vault.open(kept.webhookSecret) };
    const { ownerEmail } = settings;
    const workspaceId = await ensureWorkspace(db, { signer: vault.auditSigner, ownerEmail, at: systemClock() });
    const { apiKey, webhookSecret } = await createKey(db, vault, workspaceId, 'first key');
    return { apiKey, webhookSecret };
  } finally {
    await db.$disconnect();
  }
}

/** Makes a key of this workspace, on behalf of whoever runs the server. */
export async function createKey(
  db: Db,
  vault: Vault,
  workspaceId: string,
  name: string,
  scopes = ['admin'],
): Promise<FirstKey & { id: string }> {
  const settings = settingsOf(parse(createKeyRequest, { name, scopes }));
  const { key, raw } = await db.begin((sql) =>
    makeKey({ sql, vault, workspaceId, at: systemClock(), actor: SYSTEM }, settings),
  );
  return { id: key.id, apiKey: raw, webhookSecret: vault.open(key.webhookSecret) };
}
