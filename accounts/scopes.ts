import { HandoverError } from '../contract/errors';
import type { ApiKey } from '../store/keys';

export const SCOPES = ['decisions:read', 'decisions:write', 'decisions:resolve', 'admin'] as const;
/** What a key may do; `admin` implies all. */
export type Scope = (typeof SCOPES)[number];

/** Throws FORBIDDEN, naming the scope that the key lacks. */
export function requireScope(key: ApiKey, scope: Scope): void {
  if (!key.scopes.includes(scope) && !key.scopes.includes('admin'))
    throw new HandoverError('FORBIDDEN', `This API key lacks the scope ${scope}`);
}
