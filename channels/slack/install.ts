import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exchangeTicket, type Installer, keepInstallation, keepTicket, takeState } from '../../store/slack-installing';
import type { ChannelDeps } from '../channel';
import { grantedIn } from './install/granted';
import { oauthLibrary } from './install/library';
import { NotInstalled } from './install/not-installed';

export { NotInstalled, type Obstacle } from './install/not-installed';
export { missingVariables, REDIRECT_PATH } from './settings';

/** How long a ticket is good, and then as long again the state that it was exchanged for. */
const GOOD_MS = 10 * 60_000;

export const INSTALL_PATH = '/slack/install';

/** The way to an installed app: a ticket takes a browser, which carries no key, to Slack, and a state takes it back. */
interface SlackInstalling {
  /** A URL to open in a browser, once, until then. */
  invite(installer: Installer): Promise<{ readonly url: string; readonly expiresAt: Date }>;
  /** Sends the browser that brings a ticket on to Slack. Throws NotInstalled. */
  leave(request: IncomingMessage, response: ServerResponse, ticket: string): Promise<void>;
  /** Keeps what Slack has given to the browser that comes back, and tells the team's name. Throws NotInstalled. */
  arrive(request: IncomingMessage, response: ServerResponse): Promise<string>;
}

export function createInstalling({ config, db, secrets, clock }: ChannelDeps): SlackInstalling {
  return {
    async invite(installer) {
      const { token: ticket, hash, expiresAt } = newToken();
      await keepTicket(db, { ...installer, hash, expiresAt }, clock());
      return { url: `${config.PUBLIC_URL}${INSTALL_PATH}?ticket=${ticket}`, expiresAt };
    },

    async leave(request, response, ticket) {
      const oauth = oauthLibrary(config);
      const { token: state, ...kept } = newToken();
      const found = await exchangeTicket(db, secrets.hashToken(ticket), kept, clock());
      if (found !== 'good') throw new NotInstalled(`ticket_${found}`);
      await oauth.redirect(request, response, state);
    },

    async arrive(request, response) {
      const checked: { by: Installer | null } = { by: null };
      const installation = await oauthLibrary(config).exchange(request, response, async (state) => {
        checked.by = await takeState(db, secrets.hashToken(state), clock());
        if (!checked.by) throw new NotInstalled('foreign');
      });
      if (!checked.by) throw new NotInstalled('foreign');
      const { token, ...granted } = grantedIn(installation);
      await keepInstallation(db, checked.by, { ...granted, botToken: secrets.seal(token) }, clock());
      return granted.teamName;
    },
  };

  function newToken() {
    const token = randomBytes(32).toString('base64url');
    return { token, hash: secrets.hashToken(token), expiresAt: new Date(clock().getTime() + GOOD_MS) };
  }
}
