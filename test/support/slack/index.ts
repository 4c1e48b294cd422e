import { serve } from '../../../platform/serve';
import { createFailures, type Failure } from './failures';
import { createHands, type Hands } from './hands';
import { hex, newId, newToken } from './ids';
import type { Consent } from './oauth';
import { createSlackServer } from './server';
import { type ApiCall, emptyState, type Message, type Person, type PrivateNote, type Team, type View } from './state';
import { ALL_SCOPES } from './web-api';

export type { Clicked } from './hands';
export type { Given } from './inputs';
export type { Message, Person, Team, View } from './state';

/**
 * Slack as its documentation has it (docs.slack.dev): OAuth, the part of the Web API that asks a person by direct
 * message, Block Kit with its limits, and the people who click. It refuses what Slack would refuse.
 */
export interface FakeSlack extends Hands, Consent {
  readonly url: string;
  /** As `SLACK_API_URL` wants it. */
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  /** Where the app takes what people do: set it before anyone clicks. */
  appUrl: string;

  team(name: string): Team;
  /** Somebody in a team; with the `team_id` of another one and `is_stranger`, a guest from there. */
  person(team: Team, person: Partial<Person> & { email: string }): Person;
  change(person: Person, to: Partial<Person>): void;
  /** A bot's token without OAuth. */
  token(team: Team, scopes?: readonly string[]): string;
  /** Ends every token of a team. `account_inactive` is what a bot hears when its app was removed. */
  revoke(team: Team, as?: 'token_revoked' | 'account_inactive'): void;
  /** What goes wrong with the next calls of a method, in turn. */
  fail(method: string, ...failures: Failure[]): void;

  readonly messages: readonly Message[];
  readonly privateNotes: readonly PrivateNote[];
  readonly views: readonly View[];
  /** Every call of the Web API, refused ones too. */
  readonly calls: readonly ApiCall[];
  close(): Promise<void>;
}

export async function startSlack(): Promise<FakeSlack> {
  const state = emptyState();
  const failures = createFailures();
  const app = { clientId: '1234567890.0987654321', clientSecret: hex(), signingSecret: hex() };
  const settings = { installer: null, denies: false, orgWide: false, appUrl: '' } as Consent & { appUrl: string };

  const server = createSlackServer({ app, consent: settings, state, failures });
  const { port, close } = await serve(server, { port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${port}`;

  return Object.assign(settings, {
    ...{ url, apiUrl: `${url}/api/`, ...app },
    ...createHands(state, url, app.signingSecret, () => settings.appUrl),
    team: (name: string) => {
      const domain = name.toLowerCase().replaceAll(/\W+/g, '-');
      return { id: newId('T'), name, domain, bot_user_id: newId('U'), bot_id: newId('B') };
    },
    person: (team: Team, given: Partial<Person> & { email: string }) => {
      const person: Person = {
        ...{ id: newId('U'), team_id: team.id, name: given.email.split('@')[0] ?? '', tz: 'Europe/Berlin' },
        ...{ is_bot: false, deleted: false, is_restricted: false, is_ultra_restricted: false },
        ...given,
      };
      state.members.push({ team, person });
      return person;
    },
    change: (person: Person, to: Partial<Person>) => {
      Object.assign(person, to);
    },
    token: (team: Team, scopes: readonly string[] = ALL_SCOPES) => {
      const token = newToken();
      state.grants.push({ token, team, scopes, dead: null });
      return token;
    },
    revoke: (team: Team, as: 'token_revoked' | 'account_inactive' = 'token_revoked') => {
      for (const grant of state.grants.filter((one) => one.team === team)) grant.dead = as;
    },
    fail: failures.fail,
    ...{ messages: state.messages, privateNotes: state.privateNotes, views: state.views, calls: state.calls },
    close: () => {
      server.closeAllConnections();
      return close();
    },
  });
}
