/** The events of a decision that are sent to its callback. `decision.created` is sent on the webhook channel only. */
export const EVENTS = [
  'decision.created',
  'decision.resolved',
  'decision.expired',
  'decision.escalated',
  'decision.due',
  'answer.counted',
] as const;
export type EventName = (typeof EVENTS)[number];
