import { createKeyRequest } from '../contract/keys';
import { parse } from '../contract/requests';
import { systemClock } from '../platform/clock';
import { createSecrets, type Secrets } from '../platform/secrets';
import { SYSTEM } from '../store/audit';
import { type Db, openDb } from '../store/db';
import { findKey } from '../store/keys';
import { ensureWorkspace } from '../store/workspaces';
import { makeKey, settingsOf } from './make-key';

export interface FirstKey {
  readonly apiKey: string;
  readonly webhookSecret: string;
}

/** Creates the workspace, its owner and a key with the scope `admin`; returns `existingKey` as long as it is valid. */
export async function bootstrap(settings: {
  databaseUrl: string;
  secret: string;
  ownerEmail: string;
  existingKey?: string | undefined;
}): Promise<FirstKey> {
  const db = openDb(settings.databaseUrl);
  try {
    const secrets = createSecrets(settings.secret);
    const { existingKey } = settings;
    const kept = existingKey ? await findKey(db, secrets.hashKey(existingKey), systemClock()) : null;
    if (kept && existingKey) return { apiKey: existingKey, webhookSecret: secrets.open(kept.webhookSecret) };
    const { ownerEmail } = settings;
    const workspaceId = await ensureWorkspace(db, { signer: secrets.auditSigner, ownerEmail, at: systemClock() });
    const { apiKey, webhookSecret } = await createKey(db, secrets, workspaceId, 'first key');
    return { apiKey, webhookSecret };
  } finally {
    await db.$disconnect();
  }
}

/** Creates a key of this workspace on behalf of the server's operator. */
export async function createKey(
  db: Db,
  secrets: Secrets,
  workspaceId: string,
  name: string,
  scopes = ['admin'],
): Promise<FirstKey & { id: string }> {
  const settings = settingsOf(parse(createKeyRequest, { name, scopes }));
  const { key, raw } = await db.begin((sql) =>
    makeKey({ sql, secrets, workspaceId, at: systemClock(), actor: SYSTEM }, settings),
  );
  return { id: key.id, apiKey: raw, webhookSecret: secrets.open(key.webhookSecret) };
}
