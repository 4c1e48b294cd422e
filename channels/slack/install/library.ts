import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Installation,
  InstallProvider,
  type Logger,
  LogLevel,
  type OrgInstallation,
  type StateStore,
} from '@slack/oauth';
import type { Config } from '../../../platform/config';
import { clientOptions } from '../client';
import { REDIRECT_PATH, SCOPES } from '../settings';
import { asNotInstalled, NotInstalled } from './not-installed';

/** Slack's own library for OAuth, which binds the state to the browser by a cookie. It keeps nothing: we do. */
interface Library {
  /** Redirects to Slack's page of consent, with this state. */
  redirect(request: IncomingMessage, response: ServerResponse, state: string): Promise<void>;
  /** Exchanges the code that came back, once `check` has taken the state; it throws where it does not. */
  exchange(
    request: IncomingMessage,
    response: ServerResponse,
    check: (state: string) => Promise<void>,
  ): Promise<Installation | OrgInstallation>;
}

/** Throws NotInstalled where the settings of the Slack app are missing. */
export function oauthLibrary(config: Config): Library {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_API_URL, PUBLIC_URL } = config;
  if (!clientId || !clientSecret) throw new NotInstalled('unavailable');
  const installUrlOptions = { scopes: [...SCOPES], redirectUri: `${PUBLIC_URL}${REDIRECT_PATH}` };
  const withStates = (states: Partial<StateStore>) =>
    new InstallProvider({
      ...{ clientId, clientSecret, installUrlOptions, directInstall: true, logger: SILENT },
      authorizationUrl: new URL('/oauth/v2/authorize', SLACK_API_URL).href,
      clientOptions: clientOptions(config),
      stateStore: { generateStateParam: notHere, verifyStateParam: notHere, ...states },
    });
  return {
    redirect: (request, response, state) =>
      withStates({ generateStateParam: async () => state }).handleInstallPath(request, response),

    exchange: (request, response, check) => {
      const verifyStateParam = async (_now: Date, state: string) => {
        await check(state);
        return installUrlOptions;
      };
      return new Promise<Installation | OrgInstallation>((resolve, reject) => {
        const afterInstallation = async (installation: Installation | OrgInstallation) => {
          resolve(installation);
          return false; // or the library would keep it, and answer
        };
        const failure = (error: Error) => reject(asNotInstalled(error));
        withStates({ verifyStateParam })
          .handleCallback(request, response, { afterInstallation, failure })
          .catch(reject);
      });
    },
  };
}

const notHere = async (): Promise<never> => {
  throw new Error('this half of the way has no use for it');
};

/** The library's words may hold what no log should. */
const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
