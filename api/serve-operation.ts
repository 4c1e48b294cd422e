import type { Request, RequestHandler, Response } from 'express';
import { authenticate } from '../accounts/authenticate';
import type { Principal } from '../accounts/principal';
import { requireScope } from '../accounts/scopes';
import { parse, parseChange } from '../contract/requests';
import type { ApiContext } from './context';
import { type SentBody, withBody } from './middleware/body';
import { answerOnce } from './middleware/idempotency';
import { countRequest } from './middleware/rate-limit';
import { noteDecision } from './middleware/request-log';
import type { AnyReply, Operation, ServedOperation } from './operation';

/** Serves an operation: authenticates, counts, parses, runs its handler, and sends its reply. */
export function serveOperation(context: ApiContext, operation: ServedOperation): RequestHandler {
  const { body, path, query, handler } = operation;
  return async (request, response) => {
    if (!operation.public) response.set('Cache-Control', 'no-store');
    const principal = await authenticateFor(context, operation, request, response);
    if (operation.limit) await countRequest(context, operation.limit, principal, request, response);
    const params = request.params as Record<string, string>; // there are no wildcards
    if (path.startsWith('/decisions/{id}')) noteDecision(response, params.id);
    const asked = query ? parse(query, request.query) : {};
    const call = {
      ...{ params, query: asked, principal, signal: () => signalOf(context, response) },
      noteDecision: (id: string) => noteDecision(response, id),
    };
    await withBody(body, request, response, async (sent) => {
      const reply = await answerOnce(context, operation, { request, response, principal, sent }, async (claim) =>
        handler(context, { ...call, claim, body: parseBody(operation, sent), files: sent.files }),
      );
      if (reply) await send(reply, response);
    });
  };
}

async function authenticateFor(
  context: ApiContext,
  { scope }: Operation,
  request: Request,
  response: Response,
): Promise<Principal | null> {
  if (!scope) return null;
  const principal = await authenticate(context, request.headers.authorization);
  response.locals.apiKeyId = principal.key.id;
  if (scope !== 'any') requireScope(principal.key, scope);
  return principal;
}

/** In a PATCH, null clears a field; elsewhere it counts as not given. */
function parseBody({ method }: Operation, { schema, value }: SentBody): unknown {
  if (!schema) return undefined;
  return method === 'patch' ? parseChange(schema, value) : parse(schema, value);
}

function signalOf({ closing }: ApiContext, response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, closing]);
}

async function send({ status, headers = {}, body, send }: AnyReply, response: Response): Promise<void> {
  response.status(status).set(headers);
  if (send) await send(response);
  else if (body === undefined) response.end();
  else response.json(body);
}
