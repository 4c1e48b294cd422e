import { HandoverError, notFound } from '../contract/errors';
import { isId } from '../platform/ids';
import { type ApiKey, findKeyById } from '../store/keys';
import type { KeyWork } from './key-work';

/** A key of this workspace. NOT_FOUND for any other id, malformed ones and other workspaces' alike. */
export async function findKeyToWorkOn({ sql, workspaceId }: KeyWork, id: string): Promise<ApiKey> {
  const key = isId(id) ? await findKeyById(sql, workspaceId, id) : null;
  if (!key) throw notFound('API key');
  return key;
}

/** The same, unless it was revoked: nothing brings that one back. */
export async function findKeyToChange(work: KeyWork, id: string): Promise<ApiKey> {
  const key = await findKeyToWorkOn(work, id);
  if (key.revokedAt) throw over('was revoked', key.revokedAt);
  return key;
}

/** The same, unless it has ended in any other way. */
export async function findKeyInUse(work: KeyWork, id: string): Promise<ApiKey> {
  const key = await findKeyToChange(work, id);
  if (key.expiresAt && key.expiresAt <= work.at) throw over('expired', key.expiresAt);
  return key;
}

const over = (how: string, at: Date): HandoverError =>
  new HandoverError('NOT_FOUND', `This API key ${how} at ${at.toISOString()}: make a new one`);
