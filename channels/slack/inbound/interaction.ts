import type { ButtonValue } from '../button';

/** Someone answered one of our messages in Slack, or began to, as a request that is proved to be Slack's says. */
export interface Interaction extends ButtonValue {
  /** The Slack workspace ("team") it happened in; null if Slack names none. */
  readonly team: string | null;
  readonly user: string;
  /** The team that the user is a member of, if Slack says so. */
  readonly userTeam: string | undefined;
  /** The message: its conversation, and its `ts` there. */
  readonly channel: string;
  readonly ts: string;
}
