import { createSecrets } from '../../platform/secrets';
import type { Harness } from './harness';

/** Installs the app of a Slack workspace with this token, as the way through Slack's pages would have. */
export async function installSlack(
  { db, config }: Pick<Harness, 'db'> & { readonly config: { readonly HANDOVER_SECRET: string } },
  team: { readonly id: string; readonly name: string },
  token: string,
  ofTenant?: string,
): Promise<void> {
  const workspaceId = ofTenant ?? (await db.workspace.findFirstOrThrow({ orderBy: { createdAt: 'asc' } })).id;
  await db.slackInstallation.create({
    data: {
      ...{ workspaceId, teamId: team.id, teamName: team.name, installedBy: 'U0INSTALLER', botUserId: 'U0BOT' },
      botToken: createSecrets(config.HANDOVER_SECRET).seal(token),
      installedAt: new Date(),
    },
  });
}

/** What a server needs to know of the Slack app, and where the fake Slack is. */
export const slackEnvironment = (slack: {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
}): NodeJS.ProcessEnv => ({
  SLACK_API_URL: `${slack.url}/api`,
  SLACK_CLIENT_ID: slack.clientId,
  SLACK_CLIENT_SECRET: slack.clientSecret,
  SLACK_SIGNING_SECRET: slack.signingSecret,
});
