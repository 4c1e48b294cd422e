import { HandoverError } from '../contract/errors';
import type { Vault } from '../platform/vault';
import type { Db } from '../store/db';
import { type ApiKey, findKey } from '../store/keys';
import { isWellFormedKey } from './api-key';

/** The key behind an Authorization header. Throws UNAUTHORIZED for a header that carries none, INVALID_KEY for a key that is not ours. */
export async function authenticate(db: Db, vault: Vault, header: string | undefined): Promise<ApiKey> {
  const raw = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  if (!raw) throw new HandoverError('UNAUTHORIZED', 'Send your API key as "Authorization: Bearer ho_live_…"');
  const key = isWellFormedKey(raw) ? await findKey(db, vault.hashKey(raw)) : null;
  if (!key) throw new HandoverError('INVALID_KEY', 'This API key is not known here or no longer active');
  return key;
}
