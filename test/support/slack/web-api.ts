import type { IncomingHttpHeaders } from 'node:http';
import { chatMethods } from './chat';
import type { Method } from './method';
import { Refusal } from './refusal';
import type { ApiCall, Grant, State } from './state';
import { userMethods } from './users';
import { viewMethods } from './views';

const methods: Readonly<Record<string, Method>> = { ...userMethods, ...chatMethods, ...viewMethods };

/** What a fully installed app may do. */
export const ALL_SCOPES = ['chat:write', 'im:write', 'users:read', 'users:read.email'];

/** One call of the Web API: method, token, scope, and then what the method says. */
export function callMethod({ method: name, args, token }: ApiCall, state: State): object {
  const method = methods[name];
  if (method === undefined) throw new Refusal('unknown_method', { req_method: name });
  const grant = grantOf(token, state);
  const { scope } = method;
  if (scope !== undefined && !grant.scopes.includes(scope))
    throw new Refusal('missing_scope', { needed: scope, provided: grant.scopes.join(',') });
  return method.answer({ args, grant, team: grant.team, state });
}

function grantOf(token: string | null, state: State): Grant {
  if (token === null) throw new Refusal('not_authed');
  const grant = state.grants.find((one) => one.token === token);
  if (grant === undefined) throw new Refusal('invalid_auth');
  if (grant.dead !== null) throw new Refusal(grant.dead);
  return grant;
}

/** A call as it came: JSON throughout, or a form whose nested arguments are JSON in strings. */
export function readCall(method: string, headers: IncomingHttpHeaders, body: string): ApiCall {
  const isJson = headers['content-type']?.startsWith('application/json');
  const { token: inBody, ...args } = isJson ? JSON.parse(body) : fromForm(body);
  return { method, args, token: headers.authorization?.replace(/^Bearer /, '') ?? inBody ?? null };
}

const NESTED = new Set(['blocks', 'attachments', 'view']);
const fromForm = (body: string) =>
  Object.fromEntries(
    Array.from(new URLSearchParams(body), ([name, value]) => [name, NESTED.has(name) ? JSON.parse(value) : value]),
  );
