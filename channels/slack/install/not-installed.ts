import { ErrorCode, SlackOAuthError } from '@slack/oauth';
import { SlackError } from '@slack/web-api';
import { slackError } from '../client';

/** Why the app was not installed. */
export type Obstacle =
  | 'unavailable'
  | 'ticket_unknown'
  | 'ticket_over'
  | 'cancelled'
  | 'foreign'
  | 'refused'
  | 'away'
  | 'organisation'
  | 'scopes'
  | 'rotation';

/** Nothing was installed. `slackCode`: Slack's error code, if it gave one. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
  constructor(
    readonly obstacle: Obstacle,
    readonly slackCode: string | null = null,
  ) {
    super(`not installed: ${obstacle}`);
  }
}

/** An error of the library or of Slack as an obstacle; our own errors stay as they are. */
export function asNotInstalled(error: unknown): unknown {
  if (error instanceof SlackOAuthError)
    return new NotInstalled(error.code === ErrorCode.AuthorizationError ? 'cancelled' : 'foreign');
  if (slackError(error) !== null) return new NotInstalled('refused', slackError(error));
  return error instanceof SlackError ? new NotInstalled('away') : error;
}
