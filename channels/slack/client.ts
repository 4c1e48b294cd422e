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

/** How every call is made. Nothing is retried here: the caller knows how much time there is. */
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

/** Slack's error code, such as `users_not_found`; null if Slack did not answer. */
export const slackError = (error: unknown): string | null =>
  error instanceof WebAPIPlatformError ? error.data.error : null;

/** Error codes of a token that is no longer valid. */
const DEAD_TOKEN = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
];
export const isDeadToken = (error: unknown): boolean => DEAD_TOKEN.includes(slackError(error) ?? '');

/** Error codes of a message or channel that is gone for good. */
const GONE = ['message_not_found', 'cant_update_message', 'channel_not_found', 'is_archived', 'edit_window_closed'];
export const isGone = (error: unknown): boolean => isDeadToken(error) || GONE.includes(slackError(error) ?? '');

/** Error codes of a problem in Slack itself: another attempt may help. */
const PASSING = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited'];
/** Whether Slack refused, and would refuse again. */
export function isFinal(error: unknown): boolean {
  const said = slackError(error);
  return said !== null && !PASSING.includes(said);
}

/** The failure as the channel interface has it. `isOver`: whether no other attempt will help. */
export function asChannelError(error: unknown, isOver: (error: unknown) => boolean): unknown {
  if (error instanceof WebAPIRateLimitedError) return new TryLater('Slack asks to wait', error.retryAfter * 1_000);
  return isOver(error) ? new Unreachable(`Slack says ${slackError(error)}`) : error;
}
