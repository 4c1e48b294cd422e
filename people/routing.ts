/** The channel that reaches everyone who has an address: it comes last. */
const LAST_RESORT = 'email';

/**
 * The channels over which a person is notified, in the order in which they are tried: the decision's own channel, then
 * e-mail. `tried`: those that have failed already.
 */
export function channelsFor(channel: string, tried: readonly string[] = []): readonly string[] {
  if (channel === 'webhook') return []; // the receiver of `decision.created` notifies people
  return [...new Set([channel, LAST_RESORT])].filter((one) => !tried.includes(one));
}
