import { HandoverError } from '../contract/errors';
import type { Scope } from '../domain/scopes';
import type { ApiKey } from '../store/keys';

export const hasScope = ({ scopes }: ApiKey, scope: Scope): boolean =>
  scopes.includes(scope) || scopes.includes('admin');

/** Throws FORBIDDEN, naming the scope that the key lacks. */
export function requireScope(key: ApiKey, scope: Scope): void {
  if (!hasScope(key, scope)) throw new HandoverError('FORBIDDEN', { scope });
}
