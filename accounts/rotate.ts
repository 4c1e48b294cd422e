import { type ApiKey, copyRules, setWebhookSecrets, updateKey } from '../store/keys';
import { auditKey, type KeyTransaction } from './key-transaction';
import { type MadeKey, makeKey, newWebhookSecret } from './make-key';
import { requireActiveKey, requireKey } from './require-key';

const MINUTE = 60_000;

/**
 * Creates a successor with the same settings, webhook secret and policy rules. The old key expires after the overlap,
 * or when it would have expired anyway if that is sooner.
 */
export async function rotateKey(transaction: KeyTransaction, id: string, overlapMinutes: number): Promise<MadeKey> {
  const old = await requireActiveKey(transaction, id);
  const made = await makeKey(transaction, old);
  await copyRules(transaction.sql, id, made.key.id);
  const overlapEnds = afterOverlap(transaction, overlapMinutes);
  const expiresAt = old.expiresAt && old.expiresAt < overlapEnds ? old.expiresAt : overlapEnds;
  await updateKey(transaction.sql, { ...old, expiresAt });
  const data = { api_key_id: id, what: 'key', successor_id: made.key.id, previous_ends_at: expiresAt.toISOString() };
  await auditKey(transaction, 'key.rotated', data);
  return made;
}

/** Replaces the webhook secret. Until the overlap ends, callbacks are signed with the previous secret as well. */
export async function rotateWebhookSecret(
  transaction: KeyTransaction,
  id: string,
  overlapMinutes: number,
): Promise<ApiKey> {
  const key = await requireKey(transaction, id);
  const endsAt = afterOverlap(transaction, overlapMinutes);
  const secrets = {
    webhookSecret: transaction.secrets.seal(newWebhookSecret()),
    previousWebhookSecret: key.webhookSecret,
    previousWebhookSecretEndsAt: endsAt,
  };
  await setWebhookSecrets(transaction.sql, key.originId, secrets);
  const data = { api_key_id: id, what: 'webhook_secret', previous_ends_at: endsAt.toISOString() };
  await auditKey(transaction, 'key.rotated', data);
  return { ...key, ...secrets };
}

const afterOverlap = ({ at }: KeyTransaction, minutes: number): Date =>
  new Date(at.getTime() + Math.round(minutes * MINUTE));
