import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Failure, Failures } from './failures';
import { type App, access, authorize, type Consent } from './oauth';
import { Refusal } from './refusal';
import type { State } from './state';
import { callMethod, readCall } from './web-api';

interface Parts {
  readonly app: App;
  readonly consent: Consent;
  readonly state: State;
  readonly failures: Failures;
}

/** Slack's two doors: the page that asks for consent, and the Web API. A test that made no sense gets 500 and the reason. */
export function createSlackServer(parts: Parts): Server {
  return createServer((request, response) => {
    handle(request, response, parts).catch((error) => response.writeHead(500).end(String(error)));
  });
}

async function handle(request: IncomingMessage, response: ServerResponse, { app, consent, state, failures }: Parts) {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://slack');
  const body = await read(request);
  const door = `${request.method} ${pathname}`;
  if (door === 'GET /oauth/v2/authorize') {
    const location = authorize(searchParams, app, consent, state).href;
    return response.writeHead(302, { location }).end();
  }
  const method = /^POST \/api\/(.+)$/.exec(door)?.[1];
  if (method === undefined) return response.writeHead(404).end();
  const call = readCall(method, request.headers, body);
  state.calls.push(call);
  const answer = () => (method === 'oauth.v2.access' ? access(call, app, consent, state) : callMethod(call, state));
  return reply(response, answer, failures.take(method));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Slack answers 200 whatever it thinks of a call, but for 429 and its own breakdowns. */
function reply(response: ServerResponse, answer: () => object, failure: Failure | undefined): void {
  const said = failure === undefined || failure.done ? outcome(answer) : {};
  const json = (status: number, body: object, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  if (failure === undefined) json(200, said);
  else if ('status' in failure) response.writeHead(failure.status).end();
  else if ('error' in failure && failure.error === 'ratelimited')
    json(429, { ok: false, error: failure.error }, { 'retry-after': String(failure.retryAfter ?? 1) });
  else if ('error' in failure) json(200, { ok: false, error: failure.error });
}

function outcome(answer: () => object): object {
  try {
    return { ok: true, ...answer() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.error, ...error.more };
    throw error;
  }
}
