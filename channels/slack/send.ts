import type { webApi } from '@slack/bolt';
import { disableTeam, type Installation, listInstallations } from '../../store/slack';
import { type Channel, type ChannelDeps, Unreachable } from '../channel';
import { asChannelError, isDeadToken, slackClient, slackError } from './client';
import { missingVariables } from './settings';
import { askedIn, standsIn } from './words';

/** Slack: one direct message a rung, which is edited when things change. */
export function createSlack({ config, db, vault, clock }: ChannelDeps): Channel {
  return {
    async unavailable(workspaceId, tier) {
      if (!tier.slack) return `is not part of the tier ${tier.name}: scale and the tiers above it have it`;
      const missing = missingVariables(config);
      if (missing.length > 0) return `is not set up on this server: ${missing.join(', ')} missing`;
      return (await active(workspaceId)).length > 0 ? null : 'is not installed: GET /slack has the URL to install it';
    },

    async send(telling) {
      const { decision, recipient } = telling;
      for (const installation of await active(decision.workspaceId)) {
        const client = clientOf(installation);
        const sent = await guarded(installation, async () => {
          const user = await personIn(client, recipient);
          if (user === null) return null;
          const { channel } = await client.conversations.open({ users: user });
          const posted = await client.chat.postMessage({ channel: channel?.id ?? '', ...askedIn(telling) });
          return { team: installation.teamId, channel: posted.channel ?? '', ts: posted.ts ?? '', user };
        });
        if (sent) return sent;
      }
      throw new Unreachable('no Slack workspace has an active member with this address');
    },

    async show({ team, channel = '', ts = '' }, telling, standing) {
      const installation = (await active(telling.decision.workspaceId)).find(({ teamId }) => teamId === team);
      if (!installation) throw new Unreachable('the app is not installed there any more');
      const message = standing === 'asked' ? askedIn(telling) : standsIn(telling, standing);
      await guarded(installation, () => clientOf(installation).chat.update({ channel, ts, ...message }));
    },
  };

  async function active(workspaceId: string): Promise<readonly Installation[]> {
    return (await listInstallations(db, workspaceId)).filter(({ disabledAt }) => disabledAt === null);
  }

  function clientOf({ botToken }: Installation): webApi.WebClient {
    return slackClient(config, vault.open(botToken));
  }

  /** A token that Slack does not take any more ends its installation; all else is for the caller. */
  async function guarded<T>({ teamId }: Installation, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isDeadToken(error)) await disableTeam(db, teamId, slackError(error) ?? '', clock());
      throw asChannelError(error);
    }
  }
}

/** The Slack user with this address who may answer: no guest and no bot, for their answer would be refused. */
async function personIn(client: webApi.WebClient, email: string): Promise<string | null> {
  try {
    const { user } = await client.users.lookupByEmail({ email });
    const mayAnswer = user && !user.deleted && !user.is_bot && !user.is_restricted && !user.is_ultra_restricted;
    return mayAnswer ? (user.id ?? null) : null;
  } catch (error) {
    if (slackError(error) === 'users_not_found') return null;
    throw error;
  }
}
