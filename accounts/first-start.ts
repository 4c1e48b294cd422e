import { randomBytes } from 'node:crypto';
import { systemClock } from '../platform/clock';
import { createVault, type Vault } from '../platform/vault';
import { type Db, openDb } from '../store/db';
import { ensureWorkspace, findKey, findWebhookSecret, insertKey } from '../store/keys';
import { newApiKey, prefixOf } from './api-key';

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
    const kept = settings.existingKey ? await findKey(db, vault.hashKey(settings.existingKey)) : null;
    if (kept && settings.existingKey)
      return { apiKey: settings.existingKey, webhookSecret: vault.open(await findWebhookSecret(db, kept.id)) };
    const { apiKey, webhookSecret } = await createKey(
      db,
      vault,
      await ensureWorkspace(db, settings.ownerEmail),
      'first key',
    );
    return { apiKey, webhookSecret };
  } finally {
    await db.$disconnect();
  }
}

/** Makes a key of this workspace. The only moment at which the key itself can be seen. */
export async function createKey(
  db: Db,
  vault: Vault,
  workspaceId: string,
  name: string,
  scopes = ['admin'],
): Promise<FirstKey & { id: string }> {
  const apiKey = newApiKey();
  const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`;
  const sealed = { prefix: prefixOf(apiKey), hash: vault.hashKey(apiKey), webhookSecret: vault.seal(webhookSecret) };
  const { id } = await insertKey(db, workspaceId, { name, scopes, ...sealed }, systemClock());
  return { id, apiKey, webhookSecret };
}
