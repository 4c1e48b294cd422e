import type { ApiKeyReply } from '../../contract/replies/api-key';
import { iso } from '../../contract/times';
import type { Secrets } from '../../platform/secrets';
import type { ApiKey } from '../../store/keys';

/** An API key, without the key itself. */
export function apiKeyView(secrets: Secrets, key: ApiKey): ApiKeyReply {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    webhook_secret: secretOf(secrets, key),
    approvers: key.approvers,
    backup_approver: key.backupApprover,
    self_resolve: key.selfResolve,
    created_at: key.createdAt.toISOString(),
    last_used_at: iso(key.lastUsedAt),
    expires_at: iso(key.expiresAt),
    revoked_at: iso(key.revokedAt),
  };
}

/** Null if it was sealed under another HANDOVER_SECRET: the other keys must still be shown. */
function secretOf(secrets: Secrets, { webhookSecret }: ApiKey): string | null {
  try {
    return secrets.open(webhookSecret);
  } catch {
    return null;
  }
}
