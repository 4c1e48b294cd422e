import type { IncomingHttpHeaders } from 'node:http';
import { chatMethods } from './chat';
import type { Method } from './method';
import { Refusal } from './refusal';
import type { Grant, State } from './state';
import { userMethods } from './users';
import { viewMethods } from './views';

const methods: Readonly<Record<string, Method>> = { ...userMethods, ...chatMethods, ...viewMethods };

/** What a fully installed app may do. */
export const ALL_SCOPES = ['chat:write', 'im:write', 'users:read', 'users:read.email'];

/** One call of the Web API: method, token, scope, and then what the method says. */
export function callMethod(name: string, headers: IncomingHttpHeaders, body: string, state: State): object {
  const { token: inBody, ...args } = readArguments(headers['content-type'] ?? '', body);
  const token = headers.authorization?.replace(/^Bearer /, '') ?? (typeof inBody === 'string' ? inBody : null);
  state.calls.push({ method: name, args, token });
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

/** A form, whose nested arguments are JSON in strings, or JSON throughout. */
function readArguments(contentType: string, body: string): Record<string, unknown> {
  if (contentType.startsWith('application/json')) return JSON.parse(body);
  if (!contentType.startsWith('application/x-www-form-urlencoded')) throw new Refusal('invalid_post_type');
  const fields = [...new URLSearchParams(body)];
  return Object.fromEntries(fields.map(([name, value]) => [name, NESTED.has(name) ? fromJson(value) : value]));
}

const NESTED = new Set(['blocks', 'attachments', 'view']);

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
