import { z } from 'zod';
import { hex, newToken } from './ids';
import { Refusal, read } from './refusal';
import type { ApiCall, Person, State, Team } from './state';
import { APP_ID } from './views';

/** Who is at the screen when the app asks to be installed, and what they do. */
export interface Consent {
  installer: { readonly team: Team; readonly user: Person } | null;
  denies: boolean;
  /** The app goes to a whole organisation instead of one team. */
  orgWide: boolean;
}
export interface App {
  readonly clientId: string;
  readonly clientSecret: string;
}

const request = z.object({
  client_id: z.string(),
  scope: z.string().min(1),
  redirect_uri: z.url(),
  state: z.string().optional(),
});

/** `GET /oauth/v2/authorize`: where the browser goes next, the person having decided at once. */
export function authorize(query: URLSearchParams, app: App, consent: Consent, state: State): URL {
  const asked = read(request, Object.fromEntries(query));
  if (asked.client_id !== app.clientId) throw new Refusal('invalid_client_id');
  const back = new URL(asked.redirect_uri);
  if (asked.state !== undefined) back.searchParams.set('state', asked.state);
  if (consent.denies) {
    back.searchParams.set('error', 'access_denied');
    return back;
  }
  if (consent.installer === null) throw new Error('slack.installer: nobody is there to install the app');
  const code = hex();
  const scopes = asked.scope.split(/[ ,]+/);
  state.codes.push({ code, ...consent.installer, scopes, redirectUri: asked.redirect_uri });
  back.searchParams.set('code', code);
  return back;
}

const exchange = z.object({
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  code: z.string().default(''),
  redirect_uri: z.string().optional(),
});

/** `POST /api/oauth.v2.access`: a code, once, for a bot's token. */
export function access({ args, token }: ApiCall, app: App, { orgWide }: Consent, state: State): object {
  const given = { ...args, ...basicCredentials(token) };
  const asked = read(exchange, given);
  if (asked.client_id !== app.clientId) throw new Refusal('invalid_client_id');
  if (asked.client_secret !== app.clientSecret) throw new Refusal('bad_client_secret');
  const index = state.codes.findIndex(({ code }) => code === asked.code);
  const found = state.codes[index];
  if (found === undefined) throw new Refusal('invalid_code');
  if (asked.redirect_uri !== found.redirectUri) throw new Refusal('bad_redirect_uri');
  state.codes.splice(index, 1);
  const { team, user, scopes } = found;
  const grant = { token: newToken(), team, scopes, dead: null };
  state.grants.push(grant);
  return {
    ...{ access_token: grant.token, token_type: 'bot', scope: scopes.join(','), bot_user_id: team.bot_user_id },
    app_id: APP_ID,
    team: orgWide ? null : { id: team.id, name: team.name },
    enterprise: orgWide ? { id: `E${team.id.slice(1)}`, name: team.name } : null,
    is_enterprise_install: orgWide,
    authed_user: { id: user.id },
  };
}

/** The id and the secret as Slack prefers them, in the header. */
function basicCredentials(authorization: string | null) {
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return {};
  const [client_id, client_secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return { client_id, client_secret };
}
