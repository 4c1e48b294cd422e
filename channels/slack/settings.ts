import type { Config } from '../../platform/config';

/** What must be known of a Slack app before anybody can install it. */
const NEEDED = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'] as const;

/** The variables that are not set. */
export const missingVariables = (config: Config): readonly string[] => NEEDED.filter((name) => !config[name]);
