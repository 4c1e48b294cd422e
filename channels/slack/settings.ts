import type { Config } from '../../platform/config';

/** The only scopes that the app asks Slack for. */
export const SCOPES = ['chat:write', 'users:read', 'users:read.email', 'im:write'] as const;

/** Where Slack sends the browser after the app was installed. */
export const REDIRECT_PATH = '/slack/oauth_redirect';

/** What must be configured before anyone can install the app. */
const NEEDED = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'] as const;

/** The variables that are not set. */
export const missingVariables = (config: Config): readonly string[] => NEEDED.filter((name) => !config[name]);
