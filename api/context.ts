import type { Limits } from '../accounts/limits';
import type { Quota } from '../accounts/quota';
import type { FilesContext } from '../decisions/keep-files';
import type { OpenLimit } from '../decisions/open-limit';
import type { Starter } from '../decisions/start';
import type { Images } from '../platform/images';
import type { Vault } from '../platform/vault';

/** What the routes work with. */
export interface ApiContext extends FilesContext {
  readonly vault: Vault;
  readonly starter: Starter;
  readonly openLimit: OpenLimit;
  readonly images: Images;
  readonly limits: Limits;
  readonly quota: Quota | null;
  /** Aborts when the server is closing: whoever waits answers with what there is. */
  readonly closing: AbortSignal;
}
