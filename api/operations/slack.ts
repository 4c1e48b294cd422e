import { z } from 'zod';
import type { Tier } from '../../accounts/tiers';
import { createInstalling, missingVariables } from '../../channels/slack/install';
import { jsonObject } from '../../contract/json';
import { type SlackReply, slackReply } from '../../contract/replies/slack';
import { iso } from '../../contract/times';
import { type Installation, listInstallations } from '../../store/slack';
import { content, defineOperation, empty, json, type Operation } from '../operation';

const getSlack = defineOperation({
  id: 'getSlack',
  method: 'get',
  path: '/slack',
  summary: 'Get Slack status',
  description: 'Each call creates a new `install_url`, which works once and for ten minutes.',
  scope: 'admin',
  limit: 'read',
  responses: { 200: json('The state of the Slack channel.', slackReply) },
  async handler(context, { principal: { workspaceId, key } }) {
    const { db, tier, config } = context;
    const missing = missingVariables(config);
    const installations = await listInstallations(db, workspaceId);
    const isUsable = tier.slack && missing.length === 0;
    const installer = { workspaceId, apiKeyId: key.id };
    const invitation = isUsable ? await createInstalling(context).invite(installer) : null;
    return {
      status: 200,
      body: {
        status: statusOf(tier, missing, installations),
        missing,
        install_url: invitation?.url ?? null,
        install_url_expires_at: iso(invitation?.expiresAt),
        installations: installations.map(installationView),
      },
    };
  },
});

function statusOf(
  { slack }: Tier,
  missing: readonly string[],
  installations: readonly Installation[],
): SlackReply['status'] {
  if (!slack) return 'not_in_tier';
  if (missing.length > 0) return 'not_configured';
  return installations.some(({ disabledAt }) => disabledAt === null) ? 'installed' : 'not_installed';
}

const installationView = (installation: Installation): SlackReply['installations'][number] => ({
  team_id: installation.teamId,
  team_name: installation.teamName,
  installed_at: installation.installedAt.toISOString(),
  installed_by: installation.installedBy,
  disabled_at: iso(installation.disabledAt),
  disabled_reason: installation.disabledReason,
});

const page = (description: string) => content(description, 'text/html');
const NOT_INVITED = page("The link isn't valid, or Slack can't be installed on this server.");
const TOO_MANY = page('Too many requests from this address.');

/** Served by `routes/slack-install.ts` and by the Slack channel's own router. */
const BROWSER_AND_SLACK: readonly Operation[] = [
  {
    id: 'installSlack',
    method: 'get',
    path: '/slack/install',
    summary: 'Install Slack app',
    description: 'The `install_url`, to open in a browser.',
    public: true,
    query: z.strictObject({ ticket: z.string() }),
    responses: {
      302: empty("To Slack's consent page."),
      404: NOT_INVITED,
      410: page('The link was used, or has expired.'),
      429: TOO_MANY,
    },
  },
  {
    id: 'completeSlackInstall',
    method: 'get',
    path: '/slack/oauth_redirect',
    summary: 'Complete Slack installation',
    description: 'Slack sends the browser here.',
    public: true,
    query: z.strictObject({ code: z.string().optional(), state: z.string().optional(), error: z.string().optional() }),
    responses: {
      200: page('The app is installed.'),
      400: page('Slack granted less than is required, or the installation was started in another browser.'),
      403: page('The installation was cancelled in Slack.'),
      404: NOT_INVITED,
      429: TOO_MANY,
      503: page("Slack didn't answer."),
    },
  },
  {
    id: 'receiveSlackEvent',
    method: 'post',
    path: '/slack/events',
    summary: 'Receive Slack event',
    description:
      'For Slack only: interactions and events, in the shapes that Slack documents. A request needs the headers `X-Slack-Signature` and `X-Slack-Request-Timestamp`, which may be at most 5 minutes off. Sending a request again does nothing. 404 if the server has no signing secret.',
    public: true,
    responses: { 200: json('Accepted. For a form, what Slack should show in it.', jsonObject) },
    errors: ['UNAUTHORIZED', 'NOT_FOUND', 'METHOD_NOT_ALLOWED', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
  },
];

/** The Slack channel. */
export const slackOperations: readonly Operation[] = [getSlack, ...BROWSER_AND_SLACK];
