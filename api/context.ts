import type { Limits } from '../accounts/limits';
import type { Channels } from '../channels/channel';
import type { CreateContext } from '../decisions/create';
import type { Config } from '../platform/config';
import type { Images } from '../platform/images';
import type { Secrets } from '../platform/secrets';

/** What the routes work with. */
export interface ApiContext extends CreateContext {
  readonly channels: Channels;
  readonly config: Config;
  readonly secrets: Secrets;
  readonly images: Images;
  readonly limits: Limits;
  /** Aborts when the server is closing: requests that are held reply with the current state. */
  readonly closing: AbortSignal;
}
