import type { Channels } from '../channels/channel';
import { HandoverError } from '../contract/errors';
import type { Decision } from '../contract/model';
import type { Context } from './context';

/** Throws UNSUPPORTED_CHANNEL, saying why, unless the decision's workspace can ask over its channel now. */
export async function requireChannel(
  { tier, channels }: Pick<Context, 'tier'> & { readonly channels: Channels },
  { workspaceId, channel }: Decision,
): Promise<void> {
  const why = await channels[channel]?.unavailable?.(workspaceId, tier);
  if (why) throw new HandoverError('UNSUPPORTED_CHANNEL', { reason: `channel ${channel} ${why}` });
}
