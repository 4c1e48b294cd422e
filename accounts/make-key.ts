import { randomBytes } from 'node:crypto';
import type { CreateKeyRequest } from '../contract/keys';
import { newId } from '../platform/ids';
import { type ApiKey, insertKey, type KeySettings, type WebhookSecrets } from '../store/keys';
import { newApiKey, prefixOf } from './api-key';
import { auditKey, type KeyTransaction } from './key-transaction';

/** A key that was just created, with the key itself, which is shown only this once. */
export interface MadeKey {
  readonly key: ApiKey;
  readonly raw: string;
}

/** Inserts a key: the only way to create one. A rotated key passes on its origin and its webhook secrets. */
export async function makeKey(
  transaction: Omit<KeyTransaction, 'tier'>,
  settings: KeySettings & Partial<WebhookSecrets & Pick<ApiKey, 'originId'>>,
): Promise<MadeKey> {
  const { sql, secrets, workspaceId, at } = transaction;
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
  await auditKey(transaction, 'key.created', { api_key_id: id, name, prefix, scopes });
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
