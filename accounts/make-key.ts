import { randomBytes } from 'node:crypto';
import type { CreateKeyRequest } from '../contract/keys';
import { newId } from '../platform/ids';
import { type ApiKey, insertKey, type KeySettings, type WebhookSecrets } from '../store/keys';
import { newApiKey, prefixOf } from './api-key';
import { auditKey, type KeyWork } from './key-work';

/** A key that was just made. Nobody can see the key itself again. */
export interface MadeKey {
  readonly key: ApiKey;
  readonly raw: string;
}

/** Makes a key, the one way to make one. A rotated key hands on its origin and its webhook secrets. */
export async function makeKey(
  work: Omit<KeyWork, 'tier'>,
  settings: KeySettings & Partial<WebhookSecrets & Pick<ApiKey, 'originId'>>,
): Promise<MadeKey> {
  const { sql, secrets, workspaceId, at } = work;
  const raw = newApiKey();
  const id = newId();
  const key: ApiKey = {
    ...{ originId: id, webhookSecret: secrets.seal(newWebhookSecret()) },
    ...{ previousWebhookSecret: null, previousWebhookSecretEndsAt: null },
    ...settings,
    ...{ id, workspaceId, prefix: prefixOf(raw), createdAt: at, lastUsedAt: null, revokedAt: null },
  };
  await insertKey(sql, key, secrets.hashKey(raw));
  const { name, prefix, scopes } = key;
  await auditKey(work, 'key.created', { api_key_id: id, name, prefix, scopes });
  return { key, raw };
}

export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export const settingsOf = (request: CreateKeyRequest): KeySettings => ({
  name: request.name,
  scopes: request.scopes,
  expiresAt: request.expires_at,
  approvers: request.approvers,
  backupApprover: request.backup_approver,
  selfResolve: request.self_resolve,
});
