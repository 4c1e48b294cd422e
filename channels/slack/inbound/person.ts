import type { WebClient } from '@slack/web-api';
import { isTimeZone } from '../../../domain/time-zone';
import { slackError } from '../client';
import type { Seen } from './seen';
import { notChecked, Refused } from './words';

/** Somebody in Slack, as Slack knows them now. */
export interface Person {
  /** Of their profile in the team; null where there is none. */
  readonly email: string | null;
  /** The time zone of their clocks. */
  readonly zone: string;
}

/** Who did it. Throws `Refused` for whoever is no full member of the team, and says so where Slack does not tell. */
export async function personOf(client: WebClient, { user: id, team, userTeam = team ?? '' }: Seen): Promise<Person> {
  const { user } = await client.users.info({ user: id }).catch((error: unknown) => {
    throw slackError(error)?.startsWith('user_not_') ? new Refused('stranger') : notChecked(error);
  });
  if (!user) throw notChecked();
  if (user.deleted) throw new Refused('deactivated');
  if (user.is_bot) throw new Refused('bot');
  if (user.is_restricted || user.is_ultra_restricted) throw new Refused('guest');
  if (user.is_stranger || user.team_id !== team || userTeam !== team) throw new Refused('stranger');
  return { email: user.profile?.email ?? null, zone: user.tz && isTimeZone(user.tz) ? user.tz : 'UTC' };
}
