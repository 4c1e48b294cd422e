import type { WebClient } from '@slack/web-api';
import { disableInstallation, type Installation, listInstallations } from '../../store/slack';
import { type Channel, type ChannelDeps, Unreachable } from '../channel';
import { messageStateOf } from '../message-state';
import type { NotificationContext } from '../notification-context';
import { QUIETLY } from './blocks';
import { asChannelError, isDeadToken, isFinal, isGone, slackClient, slackError } from './client';
import { contentOf } from './content';
import { missingVariables } from './settings';

/**
 * Slack: one direct message for each person and occasion, which is edited when things change. If Slack posts a message
 * and we never hear of it, it is posted again: none of our scopes lets us check whether it is there.
 */
export function createSlack({ config, db, secrets, clock }: ChannelDeps): Channel {
  return {
    async unavailable(workspaceId, tier) {
      if (!tier.slack) return `is not part of the tier ${tier.name}: scale and the tiers above it have it`;
      const missing = missingVariables(config);
      if (missing.length > 0) return `is not set up on this server: ${missing.join(', ')} missing`;
      return (await active(workspaceId)).length > 0 ? null : 'is not installed: GET /slack has the URL to install it';
    },

    /** In the first Slack workspace that has this person. */
    async send(context) {
      const reasons: string[] = [];
      for (const installation of await active(context.decision.workspaceId)) {
        try {
          return await post(installation, context);
        } catch (error) {
          if (!(error instanceof Unreachable)) throw error;
          reasons.push(`${installation.teamName}: ${error.message}`);
        }
      }
      throw new Unreachable(reasons.join('; ') || 'the app is not installed in any Slack workspace');
    },

    async update({ team, channel = '', ts = '' }, context, state) {
      const installation = (await active(context.decision.workspaceId)).find(({ teamId }) => teamId === team);
      if (!installation) throw new Unreachable('the app is not installed there any more');
      const content = contentOf(context, state);
      await withClient(installation, isGone, (client) =>
        client.chat.update({ channel, ts, ...content, link_names: false, parse: 'none' }),
      );
    },
  };

  async function active(workspaceId: string): Promise<readonly Installation[]> {
    return (await listInstallations(db, workspaceId)).filter(({ disabledAt }) => disabledAt === null);
  }

  function post(installation: Installation, context: NotificationContext) {
    const { decision, assignment } = context;
    const content = contentOf(context, messageStateOf(decision, assignment));
    return withClient(installation, isFinal, async (client) => {
      const user = await findMember(client, assignment.approver);
      const { channel } = await client.conversations.open({ users: user });
      const posted = await client.chat.postMessage({ channel: channel?.id ?? '', ...content, ...QUIETLY });
      return { team: installation.teamId, channel: posted.channel ?? '', ts: posted.ts ?? '', user };
    });
  }

  /** A token that Slack no longer accepts ends its installation; every failure is for the caller. */
  async function withClient<T>(
    installation: Installation,
    isOver: (error: unknown) => boolean,
    work: (client: WebClient) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(slackClient(config, secrets.open(installation.botToken)));
    } catch (error) {
      if (isDeadToken(error)) await disableInstallation(db, installation, slackError(error) ?? '', clock());
      throw asChannelError(error, isOver);
    }
  }
}

/** The Slack user with this address who may answer: no guest and no bot, because their answers would be refused. */
async function findMember(client: WebClient, email: string): Promise<string> {
  const { user } = await client.users.lookupByEmail({ email });
  if (user?.id === undefined || user.deleted) throw new Unreachable('this address has no active member in Slack');
  if (user.is_bot) throw new Unreachable('this address is a bot in Slack, and bots cannot answer');
  if (user.is_restricted || user.is_ultra_restricted)
    throw new Unreachable('this address is a guest in Slack, and guests cannot answer');
  return user.id;
}
