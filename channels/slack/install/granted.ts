import type { Installation } from '@slack/oauth';
import { sanitizeLine } from '../../../domain/sanitize-text';
import { SCOPES } from '../settings';
import { NotInstalled } from './not-installed';

/** What Slack has given us. */
interface Granted {
  readonly teamId: string;
  readonly teamName: string;
  readonly token: string;
  readonly botUserId: string;
  readonly installedBy: string;
}

/** What we need of an installation. Throws NotInstalled where it is not one that we could work with. */
export function grantedIn({ isEnterpriseInstall, team, bot, user }: Installation): Granted {
  if (isEnterpriseInstall || !team) throw new NotInstalled('organisation');
  if (!bot || !SCOPES.every((scope) => bot.scopes.includes(scope))) throw new NotInstalled('scopes');
  if (bot.refreshToken) throw new NotInstalled('rotation'); // such a token ends after twelve hours
  const teamName = sanitizeLine(team.name ?? '') || team.id;
  return { teamId: team.id, teamName, token: bot.token, botUserId: bot.userId, installedBy: user.id };
}
