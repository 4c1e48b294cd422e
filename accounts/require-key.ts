import { HandoverError, notFound } from '../contract/errors';
import { isId } from '../platform/ids';
import { type ApiKey, findKeyById } from '../store/keys';
import type { KeyTransaction } from './key-transaction';

/** A key of this workspace. Throws NOT_FOUND for any other id, whether malformed or another workspace's. */
export async function requireKey({ sql, workspaceId }: KeyTransaction, id: string): Promise<ApiKey> {
  const key = isId(id) ? await findKeyById(sql, workspaceId, id) : null;
  if (!key) throw notFound('API key');
  return key;
}

/** The same; also throws NOT_FOUND for a revoked key, which nothing can bring back. */
export async function requireUnrevokedKey(transaction: KeyTransaction, id: string): Promise<ApiKey> {
  const key = await requireKey(transaction, id);
  if (key.revokedAt) throw ended('was revoked', key.revokedAt);
  return key;
}

/** The same; also throws NOT_FOUND for an expired key. */
export async function requireActiveKey(transaction: KeyTransaction, id: string): Promise<ApiKey> {
  const key = await requireUnrevokedKey(transaction, id);
  if (key.expiresAt && key.expiresAt <= transaction.at) throw ended('expired', key.expiresAt);
  return key;
}

const ended = (how: string, at: Date): HandoverError =>
  new HandoverError('NOT_FOUND', { reason: `This API key ${how} at ${at.toISOString()}: create a new one` });
