import type { Channel as Name } from '../domain/channel';
import type { Channel, ChannelDeps, Channels } from './channel';
import { email } from './email';
import type { Inbound } from './inbound';
import { slack } from './slack';

/** A channel's folder: how it sends, and how answers come back, where they do through it. */
export interface ChannelFolder {
  create(deps: ChannelDeps): Channel;
  readonly inbound?: Inbound;
}

/** Every channel that we send over, by its name: a new one is a folder and a line here. */
export const CHANNEL_FOLDERS: Readonly<Record<Exclude<Name, 'webhook'>, ChannelFolder>> = { email, slack };

/** All of them, ready to be used. */
export const createChannels = (deps: ChannelDeps): Channels =>
  Object.fromEntries(Object.entries(CHANNEL_FOLDERS).map(([name, { create }]) => [name, create(deps)]));
