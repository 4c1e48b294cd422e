import type { Channel, ChannelDeps } from './channel';
import type { Inbound } from './inbound';

/** What a channel's folder provides: how to send, and how answers come back if they do so through this channel. */
export interface ChannelFolder {
  create(deps: ChannelDeps): Channel;
  readonly inbound?: Inbound;
}
