import { HandoverError } from '../contract/errors';
import type { Principal } from './principal';
import { hasScope } from './scopes';

/** The part of a decision that says whose it is. */
interface Owned {
  readonly apiKeyId: string;
}

/**
 * Throws FORBIDDEN unless the principal may change this decision: its own, meaning those of the key and of the keys it
 * was rotated from or into, or, with the scope `admin`, any of the workspace. Reading needs no such check.
 */
export function requireOwnDecision({ key }: Principal, decision: Owned): void {
  if (isOwn(key, decision) || hasScope(key, 'admin')) return;
  const reason =
    'This decision was created with another API key: only that key, or one with the scope admin, can change it';
  throw new HandoverError('FORBIDDEN', { reason });
}

/** Throws SELF_RESOLVE if this key may not answer its own decisions, and this is one of them. */
export function requireNotOwn({ key }: Principal, decision: Owned): void {
  if (!key.selfResolve && isOwn(key, decision)) throw new HandoverError('SELF_RESOLVE');
}

const isOwn = ({ familyIds }: Principal['key'], { apiKeyId }: Owned): boolean => familyIds.includes(apiKeyId);
