import type { Config } from '../../platform/config';

/** What the app asks Slack for, and no more: document 004 names these four. */
export const SCOPES = ['chat:write', 'users:read', 'users:read.email', 'im:write'] as const;

/** Where Slack sends the browser of whoever has installed the app. */
export const REDIRECT_PATH = '/slack/oauth_redirect';

/** What must be known of a Slack app before anybody can install it. */
const NEEDED = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'] as const;

/** The variables that are not set. */
export const missingVariables = (config: Config): readonly string[] => NEEDED.filter((name) => !config[name]);
