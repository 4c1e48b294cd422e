import { jsonObject } from '../json';
import type { Operation } from './operation';

/** Where Slack sends what people do there: for Slack alone, which signs each request. */
export const slackEvents: Operation = {
  id: 'slackEvents',
  method: 'post',
  path: '/slack/events',
  summary: 'What happens in Slack',
  description:
    'Clicks and forms, and events of the app itself, in the shapes that Slack documents. A request needs the headers `X-Slack-Signature` and `X-Slack-Request-Timestamp`, of no more than 5 minutes before or after now; the same request again does nothing. 404 where the server knows no signing secret.',
  scope: null,
  replies: { 200: { means: 'Taken; what Slack is to show in a form, where it is one.', json: jsonObject } },
  errors: ['UNAUTHORIZED', 'NOT_FOUND', 'METHOD_NOT_ALLOWED', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
};
