import type { Router } from 'express';
import type { Context } from '../decisions/context';
import type { Config } from '../platform/config';
import type { Secrets } from '../platform/secrets';
import type { Channels } from './channel';

/** What inbound routes work with: everything that answers need, and the channels, whose messages show the result. */
export interface InboundContext extends Context {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly channels: Channels;
}

/** How answers come back through a channel: its routes in the API. */
export type Inbound = (context: InboundContext) => Router;
