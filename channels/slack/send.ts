import type { WebClient } from '@slack/web-api';
import { disableInstallation, type Installation, listInstallations } from '../../store/slack';
import { type Channel, type ChannelDeps, Unreachable } from '../channel';
import type { Telling } from '../message';
import { askedIn } from './ask';
import { QUIETLY } from './blocks';
import { asChannelError, isDeadToken, isFinal, isGone, slackClient, slackError } from './client';
import { missingVariables } from './settings';
import { standsIn } from './standing';

/**
 * Slack: one direct message a rung, which is edited when things change. Where Slack has posted a message and we never
 * learn of it, it is posted again: no scope of ours lets us look whether it is there.
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
    async send(telling) {
      const reasons: string[] = [];
      for (const installation of await active(telling.decision.workspaceId)) {
        try {
          return await post(installation, telling);
        } catch (error) {
          if (!(error instanceof Unreachable)) throw error;
          reasons.push(`${installation.teamName}: ${error.message}`);
        }
      }
      throw new Unreachable(reasons.join('; ') || 'the app is not installed in any Slack workspace');
    },

    async show({ team, channel = '', ts = '' }, telling, standing) {
      const installation = (await active(telling.decision.workspaceId)).find(({ teamId }) => teamId === team);
      if (!installation) throw new Unreachable('the app is not installed there any more');
      const { text, blocks, attachments } = standing === 'asked' ? askedIn(telling) : standsIn(telling, standing);
      await guarded(installation, isGone, (client) =>
        client.chat.update({ channel, ts, text, blocks, attachments, link_names: false, parse: 'none' }),
      );
    },
  };

  async function active(workspaceId: string): Promise<readonly Installation[]> {
    return (await listInstallations(db, workspaceId)).filter(({ disabledAt }) => disabledAt === null);
  }

  function post(installation: Installation, telling: Telling) {
    return guarded(installation, isFinal, async (client) => {
      const user = await personIn(client, telling.recipient);
      const { channel } = await client.conversations.open({ users: user });
      const posted = await client.chat.postMessage({ channel: channel?.id ?? '', ...askedIn(telling), ...QUIETLY });
      return { team: installation.teamId, channel: posted.channel ?? '', ts: posted.ts ?? '', user };
    });
  }

  /** A token that Slack does not take any more ends its installation; all else is for the caller. */
  async function guarded<T>(
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

/** The Slack user with this address who may answer: no guest and no bot, for their answer would be refused. */
async function personIn(client: WebClient, email: string): Promise<string> {
  const { user } = await client.users.lookupByEmail({ email });
  if (user?.id === undefined || user.deleted) throw new Unreachable('this address has no active member in Slack');
  if (user.is_bot) throw new Unreachable('this address is a bot in Slack, and bots cannot answer');
  if (user.is_restricted || user.is_ultra_restricted)
    throw new Unreachable('this address is a guest in Slack, and guests cannot answer');
  return user.id;
}
