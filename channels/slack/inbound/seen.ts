import type { Pressed } from '../button';

/** Somebody answered a message of ours in Slack, or began to, as a request says that is proved to be Slack's. */
export interface Seen extends Pressed {
  /** The Slack workspace ("team") it happened in; null where Slack names none. */
  readonly team: string | null;
  readonly user: string;
  /** Of which team the user is a member, where Slack says so. */
  readonly userTeam: string | undefined;
  /** The message: its conversation, and the `ts` that it has there. */
  readonly channel: string;
  readonly ts: string;
}
