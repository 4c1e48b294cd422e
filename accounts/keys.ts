import { invalid } from '../contract/errors';
import type { ChangeKeyRequest, CreateKeyRequest } from '../contract/keys';
import { type ApiKey, markRevoked, updateKey } from '../store/keys';
import { faultsInApprovers } from './approvers';
import { findKeyToChange, findKeyToWorkOn } from './find-key';
import { auditKey, type KeyWork } from './key-work';
import { type MadeKey, makeKey, settingsOf } from './make-key';

/** Makes the key that was asked for. */
export async function addKey(work: KeyWork, request: CreateKeyRequest): Promise<MadeKey> {
  const made = await makeKey(work, settingsOf(request));
  await requireSound(work, made.key, request);
  return made;
}

/** Changes the settings that are given, of a key that is not revoked. */
export async function changeKey(work: KeyWork, id: string, change: ChangeKeyRequest): Promise<ApiKey> {
  const key = await findKeyToChange(work, id);
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
  await requireSound(work, changed, change);
  await updateKey(work.sql, changed);
  await auditKey(work, 'key.changed', { api_key_id: id, fields });
  return changed;
}

/** Ends a key for good. One that is revoked stays as it is. */
export async function revokeKey(work: KeyWork, id: string): Promise<void> {
  const key = await findKeyToWorkOn(work, id);
  if (key.revokedAt) return;
  await markRevoked(work.sql, id, work.at);
  await auditKey(work, 'key.revoked', { api_key_id: id });
}

/** Throws VALIDATION_ERROR for what of the given settings cannot be, on this tier or at this time. */
async function requireSound(work: KeyWork, key: ApiKey, given: ChangeKeyRequest): Promise<void> {
  const isPast = given.expires_at != null && given.expires_at <= work.at;
  const namesPeople = given.approvers !== undefined || given.backup_approver !== undefined;
  const faults = [
    ...(isPast ? [{ path: 'expires_at', message: 'must be in the future' }] : []),
    ...(namesPeople ? await faultsInApprovers(work, key) : []),
  ];
  if (faults.length > 0) throw invalid(...faults);
}
