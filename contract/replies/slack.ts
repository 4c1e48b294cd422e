import { z } from 'zod';
import { type ReplyOf, time } from './shapes';

const installation = z
  .strictObject({
    team_id: z.string(),
    team_name: z.string(),
    installed_at: time,
    installed_by: z.string().describe('The Slack user.'),
    disabled_at: time.nullable().describe('Since when nobody can be asked there.'),
    disabled_reason: z.string().nullable().describe('The reason as Slack gives it.'),
  })
  .meta({ id: 'SlackInstallation' });

/** The state of the Slack channel. */
export const slackReply = z.strictObject({
  status: z.enum(['not_in_tier', 'not_configured', 'not_installed', 'installed']),
  missing: z.array(z.string()).describe('The environment variables that are missing.'),
  install_url: z.string().nullable().describe('Open it in a browser to install the app. It works once.'),
  install_url_expires_at: time.nullable(),
  installations: z.array(installation).describe('Oldest first.'),
});
export type SlackReply = ReplyOf<typeof slackReply>;
