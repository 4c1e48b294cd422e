export const CHANNELS = ['email', 'slack', 'webhook'] as const;
/** How approvers are notified. With `webhook`, the receiver of the callback notifies them. */
export type Channel = (typeof CHANNELS)[number];
