import { HandoverError } from '../contract/errors';
import type { Decision } from '../domain/decision';
import type { Db } from '../store/db';
import { isOfOrigin } from '../store/keys';
import type { Principal } from './principal';
import { hasScope } from './scopes';

/**
 * Throws FORBIDDEN unless the principal may change this decision: its own, meaning those of the key and of the keys it
 * was rotated from or into, or, with the scope `admin`, any of the workspace. Reading needs no such check.
 */
export async function requireOwnDecision(
  { db }: { readonly db: Db },
  { key }: Principal,
  { apiKeyId }: Pick<Decision, 'apiKeyId'>,
): Promise<void> {
  if (apiKeyId === key.id || hasScope(key, 'admin') || (await isOfOrigin(db, apiKeyId, key.originId))) return;
  const reason =
    'This decision was created with another API key: only that key, or one with the scope admin, can change it';
  throw new HandoverError('FORBIDDEN', { reason });
}
