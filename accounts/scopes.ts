import { HandoverError } from '../contract/errors';
import type { Scope } from '../contract/scopes';
import type { ApiKey } from '../store/keys';

/** Throws FORBIDDEN, naming the scope that the key lacks. */
export function requireScope(key: ApiKey, scope: Scope): void {
  if (!key.scopes.includes(scope) && !key.scopes.includes('admin'))
    throw new HandoverError('FORBIDDEN', `This API key lacks the scope ${scope}`);
}
