import type { Decision } from '../contract/model';

/** One approver to be told of one decision. */
export interface Notification {
  readonly decision: Decision;
  /** How many steps of the agent the page shows. */
  readonly steps: number;
  /** Which rung of the ladder: 0 the approver, 1 the backup. */
  readonly height: number;
  /** The address of whoever is asked. */
  readonly recipient: string;
  /** The approver's own page; whoever holds it can answer in their name. */
  readonly link: string;
  readonly now: Date;
}

/** How a channel tells an approver. Throws when it could not: the caller tries again. */
export interface Notifier {
  send(notification: Notification): Promise<void>;
}
