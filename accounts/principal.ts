import type { KeyInUse } from '../store/keys';

/** An API key that makes a request. */
export interface ApiKeyPrincipal {
  readonly type: 'api_key';
  readonly key: KeyInUse;
  readonly workspaceId: string;
}

/** Who acts. */
export type Principal = ApiKeyPrincipal;
