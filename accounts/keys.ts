import { invalid } from '../contract/errors';
import type { ChangeKeyRequest, CreateKeyRequest } from '../contract/keys';
import { type ApiKey, markRevoked, updateKey } from '../store/keys';
import { faultsInApprovers } from './approvers';
import { auditKey, type KeyTransaction } from './key-transaction';
import { type MadeKey, makeKey, settingsOf } from './make-key';
import { requireKey, requireUnrevokedKey } from './require-key';

/** Creates a key. Throws VALIDATION_ERROR where the tier or the time doesn't allow its settings. */
export async function addKey(transaction: KeyTransaction, request: CreateKeyRequest): Promise<MadeKey> {
  const made = await makeKey(transaction, settingsOf(request));
  await requirePossible(transaction, made.key, request);
  return made;
}

/** Changes the given settings of a key that isn't revoked. */
export async function changeKey(transaction: KeyTransaction, id: string, change: ChangeKeyRequest): Promise<ApiKey> {
  const key = await requireUnrevokedKey(transaction, id);
  const fields = Object.keys(change);
  if (fields.length === 0) return key;
  const changed = {
    ...key,
    name: change.name ?? key.name,
    scopes: change.scopes ?? key.scopes,
    expiresAt: change.expires_at === undefined ? key.expiresAt : change.expires_at,
    approvers: change.approvers ?? key.approvers,
    backupApprover: change.backup_approver === undefined ? key.backupApprover : change.backup_approver,
    selfResolve: change.self_resolve ?? key.selfResolve,
  };
  await requirePossible(transaction, changed, change);
  await updateKey(transaction.sql, changed);
  await auditKey(transaction, 'key.changed', { api_key_id: id, fields });
  return changed;
}

/** Revokes a key for good. A key that was revoked before stays as it is. */
export async function revokeKey(transaction: KeyTransaction, id: string): Promise<void> {
  const key = await requireKey(transaction, id);
  if (key.revokedAt) return;
  await markRevoked(transaction.sql, id, transaction.at);
  await auditKey(transaction, 'key.revoked', { api_key_id: id });
}

/** Throws VALIDATION_ERROR for each given setting that is not possible on this tier or at this time. */
async function requirePossible(transaction: KeyTransaction, key: ApiKey, given: ChangeKeyRequest): Promise<void> {
  const isPast = given.expires_at != null && given.expires_at <= transaction.at;
  const namesPeople = given.approvers !== undefined || given.backup_approver !== undefined;
  const faults = [
    ...(isPast ? [{ path: 'expires_at', message: 'must be in the future' }] : []),
    ...(namesPeople ? await faultsInApprovers(transaction, key) : []),
  ];
  if (faults.length > 0) throw invalid(...faults);
}
