import type { Vault } from '../platform/vault';
import type { ApiKey } from '../store/keys';

/** A key as every reply shows it. */
export function keyViewOf(vault: Vault, key: ApiKey) {
  const time = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    webhook_secret: secretOf(vault, key),
    approvers: key.approvers,
    backup_approver: key.backupApprover,
    self_resolve: key.selfResolve,
    created_at: key.createdAt.toISOString(),
    last_used_at: time(key.lastUsedAt),
    expires_at: time(key.expiresAt),
    revoked_at: time(key.revokedAt),
  };
}

/** Null where it was sealed under another HANDOVER_SECRET: the other keys must still be shown. */
function secretOf(vault: Vault, { webhookSecret }: ApiKey): string | null {
  try {
    return vault.open(webhookSecret);
  } catch {
    return null;
  }
}
