import type { Channel as Name } from '../domain/channel';
import type { ChannelDeps, Channels } from './channel';
import type { ChannelFolder } from './channel-folder';
import { email } from './email';
import { slack } from './slack';

/** Every channel that we send over, by its name. A new one is a folder and a line here. */
export const CHANNEL_FOLDERS: Readonly<Record<Exclude<Name, 'webhook'>, ChannelFolder>> = { email, slack };

/** All of them, ready for use. */
export const createChannels = (deps: ChannelDeps): Channels =>
  Object.fromEntries(Object.entries(CHANNEL_FOLDERS).map(([name, { create }]) => [name, create(deps)]));
