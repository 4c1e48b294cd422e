import type { ErrorRequestHandler, RequestHandler } from 'express';
import { type ErrorCode, HandoverError, unavailable } from '../contract/errors';
import type { Logger } from '../platform/log';
import { StorageError } from '../platform/storage';
import { isUnreachable } from '../store/db';

/** The reply to an error: one shape everywhere, nothing internal in it. */
export interface ErrorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Turns whatever was thrown into a reply. What nobody meant for the caller is logged, and becomes INTERNAL. */
export function replyTo(error: unknown, requestId: string, log: Logger): ErrorReply {
  const known = toHandoverError(error);
  if (!known || known.code === 'UNAVAILABLE') log.error({ err: error, request_id: requestId }, 'request failed');
  const { code, message, extra, httpStatus } = known ?? internal(requestId);
  const { headers = {}, ...more } = extra;
  return { status: httpStatus, headers, body: { error: message, code, ...more } };
}

const internal = (requestId: string) =>
  new HandoverError('INTERNAL', `Something went wrong here. Tell the operator the request id ${requestId}`);

function toHandoverError(error: unknown): HandoverError | null {
  if (error instanceof HandoverError) return error;
  if (isUnreachable(error)) return unavailable('The database', 2);
  if (error instanceof StorageError) return unavailable('The file storage', 5);
  return fromBodyParser(error);
}

/** Express's body parser, by the `type` that its errors carry. */
function fromBodyParser(error: unknown): HandoverError | null {
  const { type, status, limit = 0 } = (error ?? {}) as { type?: string; status?: number; limit?: number };
  if (type === 'entity.parse.failed')
    return new HandoverError('VALIDATION_ERROR', 'body is not valid JSON', body('is not valid JSON'));
  if (type === 'entity.too.large')
    return new HandoverError('PAYLOAD_TOO_LARGE', `The body must be at most ${Math.floor(limit / 1024)} KB`);
  if (type === 'charset.unsupported' || type === 'encoding.unsupported')
    return new HandoverError(
      'UNSUPPORTED_MEDIA_TYPE',
      'The body must be UTF-8, plain or compressed with gzip, deflate or br',
    );
  if (status !== undefined && status >= 400 && status < 500)
    return new HandoverError('VALIDATION_ERROR', 'the request could not be read: check its path, headers and body');
  return null;
}

const body = (message: string) => ({ details: [{ path: 'body', message }] });

/** The JSON API's one error handler. */
export function jsonErrors(log: Logger): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    const { status, headers, body } = replyTo(error, response.locals.requestId, log);
    if (response.headersSent) return void response.destroy(); // in the middle of a stream: it must not look whole
    response.set(headers).status(status).json(body);
  };
}

/** The last route: nothing else matched. */
export const unknownRoute: RequestHandler = (request) => {
  throw new HandoverError('NOT_FOUND', `No such route: ${request.method} ${request.path}`);
};

/** For a path that exists with other methods. */
export function onlyMethods(...methods: readonly string[]): RequestHandler {
  return (request) => {
    const code: ErrorCode = 'METHOD_NOT_ALLOWED';
    const headers = { Allow: methods.join(', ') };
    throw new HandoverError(code, `${request.method} is not possible here, only ${methods.join(' and ')}`, { headers });
  };
}
