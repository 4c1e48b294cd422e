import { z } from 'zod';
import type { Operation } from './operation';
import { time } from './shapes';

const installation = z
  .strictObject({
    team_id: z.string(),
    team_name: z.string(),
    installed_at: time,
    installed_by: z.string().describe('The Slack user.'),
    disabled_at: time.nullable().describe('Since when nobody is asked there.'),
    disabled_reason: z.string().nullable().describe("Slack's word for why."),
  })
  .meta({ id: 'SlackInstallation' });

const slack = z.strictObject({
  status: z.enum(['not_in_tier', 'not_configured', 'not_installed', 'installed']),
  missing: z.array(z.string()).describe('The variables that this server still needs.'),
  install_url: z.string().nullable().describe('To open in a browser, once.'),
  install_url_expires_at: time.nullable(),
  installations: z.array(installation).describe('The oldest first.'),
});

const page = { types: ['text/html'] } as const;
const tooMany = { means: 'Too many requests from this address.', ...page };
const notThere = { means: 'Nobody was given this link, or Slack cannot be installed here.', ...page };

export const slackOperations: readonly Operation[] = [
  {
    id: 'getSlack',
    method: 'get',
    path: '/slack',
    summary: 'Where Slack stands, and the URL to install it',
    description: 'Each call makes a new `install_url`, good once and for ten minutes.',
    scope: 'admin',
    replies: { 200: { means: 'Where it stands.', json: slack } },
  },
  {
    id: 'installSlack',
    method: 'get',
    path: '/slack/install',
    summary: 'Go to Slack to install the app',
    description: 'The `install_url`, for a browser.',
    scope: null,
    query: z.strictObject({ ticket: z.string() }),
    replies: {
      302: { means: "To Slack's page of consent." },
      404: notThere,
      410: { means: 'It was used, or has expired.', ...page },
      429: tooMany,
    },
  },
  {
    id: 'slackInstalled',
    method: 'get',
    path: '/slack/oauth_redirect',
    summary: 'Come back from Slack',
    description: 'Where Slack sends the browser.',
    scope: null,
    query: z.strictObject({ code: z.string().optional(), state: z.string().optional(), error: z.string().optional() }),
    replies: {
      200: { means: 'It is installed.', ...page },
      400: { means: 'Slack gave less than is needed, or it was not begun in this browser.', ...page },
      403: { means: 'It was cancelled at Slack.', ...page },
      404: notThere,
      429: tooMany,
      503: { means: 'Slack did not answer.', ...page },
    },
  },
];
