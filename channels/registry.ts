import type { Channel as Name } from '../contract/model';
import type { ChannelDeps, ChannelFolder, Channels } from './channel';
import { email } from './email';
import { slack } from './slack';

/** Every channel that we send over, by its name: a new one is a folder and a line here. */
export const CHANNEL_FOLDERS: Readonly<Record<Exclude<Name, 'webhook'>, ChannelFolder>> = { email, slack };

/** All of them, ready to be used. */
export const createChannels = (deps: ChannelDeps): Channels =>
  Object.fromEntries(Object.entries(CHANNEL_FOLDERS).map(([name, { create }]) => [name, create(deps)]));
