import type { WebClient } from '@slack/web-api';
import { isTimeZone } from '../../../domain/time-zone';
import { slackError } from '../client';
import type { Interaction } from './interaction';
import { NotAuthorized, notConfirmedError } from './replies';

/** Someone in Slack, as Slack knows them now. */
export interface Person {
  /** Of their profile in the team; null if it has none. */
  readonly email: string | null;
  /** The time zone of their clocks. */
  readonly zone: string;
}

/** Looks up who did it. Throws `NotAuthorized` unless they are a full member of the team, `Reply` if Slack doesn't say in time. */
export async function personOf(
  client: WebClient,
  { user: id, team, userTeam = team ?? '' }: Interaction,
): Promise<Person> {
  const { user } = await client.users.info({ user: id }).catch((error: unknown) => {
    throw slackError(error)?.startsWith('user_not_') ? new NotAuthorized('stranger') : notConfirmedError(error);
  });
  if (!user) throw notConfirmedError();
  if (user.deleted) throw new NotAuthorized('deactivated');
  if (user.is_bot) throw new NotAuthorized('bot');
  if (user.is_restricted || user.is_ultra_restricted) throw new NotAuthorized('guest');
  if (user.is_stranger || user.team_id !== team || userTeam !== team) throw new NotAuthorized('stranger');
  return { email: user.profile?.email ?? null, zone: user.tz && isTimeZone(user.tz) ? user.tz : 'UTC' };
}
