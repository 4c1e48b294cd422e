import {
  LogLevel,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import type { Config } from '../../platform/config';
import { TryLater, Unreachable } from '../channel';

/** An activity has 30 s, and makes three calls. */
const CALL_MS = 8_000;

/** How every call is made. Nothing is tried again in here: whoever calls knows how long there is. */
export const clientOptions = ({ SLACK_API_URL }: Pick<Config, 'SLACK_API_URL'>, timeout = CALL_MS) =>
  ({
    slackApiUrl: `${SLACK_API_URL}/`,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  }) satisfies WebClientOptions;

/** Slack's Web API with this bot's token. */
export function slackClient(
  config: Pick<Config, 'SLACK_API_URL'>,
  token: string,
  { timeout }: { timeout?: number } = {},
): WebClient {
  return new WebClient(token, { ...clientOptions(config, timeout), logLevel: LogLevel.ERROR });
}

/** Slack's word for why it did not do something, such as `users_not_found`; null where Slack did not answer. */
export const slackError = (error: unknown): string | null =>
  error instanceof WebAPIPlatformError ? error.data.error : null;

/** Slack's words for a token that is no good any more. */
const DEAD_TOKEN = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
];
export const isDeadToken = (error: unknown): boolean => DEAD_TOKEN.includes(slackError(error) ?? '');

/** Words for a message, or its channel, that is gone for good. */
const GONE = ['message_not_found', 'cant_update_message', 'channel_not_found', 'is_archived', 'edit_window_closed'];
export const isGone = (error: unknown): boolean => isDeadToken(error) || GONE.includes(slackError(error) ?? '');

/** Words that tell of a trouble of Slack's own: another try may help. */
const PASSING = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'];
/** Whether Slack said no, and would say so again. */
export function isFinal(error: unknown): boolean {
  const said = slackError(error);
  return said !== null && !PASSING.includes(said);
}

/** The failure as the channel's interface has it; `isOver`: whether it is one that no other try will mend. */
export function asChannelError(error: unknown, isOver: (error: unknown) => boolean): unknown {
  if (error instanceof WebAPIRateLimitedError) return new TryLater('Slack asks to wait', error.retryAfter * 1_000);
  return isOver(error) ? new Unreachable(`Slack says ${slackError(error)}`) : error;
}
