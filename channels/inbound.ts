import type { Router } from 'express';
import type { Context } from '../decisions/context';
import type { Config } from '../platform/config';
import type { Secrets } from '../platform/secrets';
import type { Channels } from './channel';

/** What the way back in works with: everything that answers need, and the channels, to show what became of them. */
export interface InboundContext extends Context {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly channels: Channels;
}

/** Where answers come back through a channel: its routes in the API. */
export type Inbound = (context: InboundContext) => Router;
