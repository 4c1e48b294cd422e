import type { Limits } from '../accounts/limits';
import type { Quota } from '../accounts/quota';
import type { Context } from '../decisions/context';
import type { OpenLimit } from '../decisions/open-limit';
import type { Starter } from '../decisions/start';
import type { Vault } from '../platform/vault';

/** What the routes work with. */
export interface ApiContext extends Context {
  readonly vault: Vault;
  readonly starter: Starter;
  readonly openLimit: OpenLimit;
  readonly limits: Limits;
  readonly quota: Quota | null;
  /** Where approvers' links lead, without a slash at the end. */
  readonly publicUrl: string;
  /** Aborts when the server is closing: whoever waits answers with what there is. */
  readonly closing: AbortSignal;
}
