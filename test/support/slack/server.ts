import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Failure, Failures } from './failures';
import { type App, access, authorize, type Consent } from './oauth';
import { Refusal } from './refusal';
import type { State } from './state';
import { callMethod } from './web-api';

interface Parts {
  readonly app: App;
  readonly consent: Consent;
  readonly state: State;
  readonly failures: Failures;
}

/** Slack's two doors: the page that asks for consent, and the Web API. */
export function createSlackServer({ app, consent, state, failures }: Parts): Server {
  return createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://slack');
    const { method = '', headers } = request;
    const body = await read(request);
    if (method === 'GET' && pathname === '/oauth/v2/authorize')
      return consented(response, () => authorize(searchParams, app, consent, state));
    const called = method === 'POST' ? /^\/api\/(.+)$/.exec(pathname)?.[1] : undefined;
    if (called === undefined) return response.writeHead(404).end();
    const answer = () =>
      called === 'oauth.v2.access'
        ? access(headers, body, app, consent, state)
        : callMethod(called, headers, body, state);
    return reply(response, answer, failures.take(called));
  });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function consented(response: ServerResponse, next: () => URL): void {
  try {
    response.writeHead(302, { location: next().href }).end();
  } catch (error) {
    response.writeHead(400).end(String(error));
  }
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
    return { ok: false, error: 'internal_error', why: String(error) };
  }
}
