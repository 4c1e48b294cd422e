import { type ApiKey, copyRules, setWebhookSecrets, updateKey } from '../store/keys';
import { findKeyInUse, findKeyToWorkOn } from './find-key';
import { auditKey, type KeyWork } from './key-work';
import { type MadeKey, makeKey, newWebhookSecret } from './make-key';

const MINUTE = 60_000;

/**
 * Makes a key with the same settings, webhook secret and rules; the old one ends after the overlap, or at its own end
 * where that is sooner.
 */
export async function rotateKey(work: KeyWork, id: string, overlapMinutes: number): Promise<MadeKey> {
  const old = await findKeyInUse(work, id);
  const made = await makeKey(work, old);
  await copyRules(work.sql, id, made.key.id);
  const overlapEnds = afterOverlap(work, overlapMinutes);
  const expiresAt = old.expiresAt && old.expiresAt < overlapEnds ? old.expiresAt : overlapEnds;
  await updateKey(work.sql, { ...old, expiresAt });
  const data = { api_key_id: id, what: 'key', successor_id: made.key.id, previous_ends_at: expiresAt.toISOString() };
  await auditKey(work, 'key.rotated', data);
  return made;
}

/** Callbacks are signed under a new secret; until the overlap ends, under the one before as well. */
export async function rotateWebhookSecret(work: KeyWork, id: string, overlapMinutes: number): Promise<ApiKey> {
  const key = await findKeyToWorkOn(work, id);
  const endsAt = afterOverlap(work, overlapMinutes);
  const secrets = {
    webhookSecret: work.secrets.seal(newWebhookSecret()),
    previousWebhookSecret: key.webhookSecret,
    previousWebhookSecretEndsAt: endsAt,
  };
  await setWebhookSecrets(work.sql, key.originId, secrets);
  const data = { api_key_id: id, what: 'webhook_secret', previous_ends_at: endsAt.toISOString() };
  await auditKey(work, 'key.rotated', data);
  return { ...key, ...secrets };
}

const afterOverlap = ({ at }: KeyWork, minutes: number): Date => new Date(at.getTime() + Math.round(minutes * MINUTE));
