import type { ErrorRequestHandler, RequestHandler } from 'express';
import { HandoverError, invalid, unavailable } from '../../contract/errors';
import type { Logger } from '../../platform/log';
import { StorageError } from '../../platform/storage';
import { isUnreachable } from '../../store/db';

/** The error that the caller is told of. An unexpected one is logged and becomes INTERNAL, with nothing internal in it. */
export function toHandoverError(error: unknown, requestId: string, log: Logger): HandoverError {
  const known = fromKnown(error);
  if (!known || known.code === 'UNAVAILABLE') log.error({ err: error, request_id: requestId }, 'request failed');
  return known ?? new HandoverError('INTERNAL', { requestId });
}

function fromKnown(error: unknown): HandoverError | null {
  if (error instanceof HandoverError) return error;
  if (isUnreachable(error)) return unavailable('The database', 2);
  if (error instanceof StorageError) return unavailable('The file storage', 5);
  return fromExpress(error);
}

/** The errors of Express and its body parser. */
function fromExpress(error: unknown): HandoverError | null {
  const { type, status, limit } = (error ?? {}) as { type?: string; status?: number; limit?: number };
  if (type === 'entity.too.large') return new HandoverError('PAYLOAD_TOO_LARGE', { limit: sizeOf(limit ?? 0) });
  if (type === 'charset.unsupported' || type === 'encoding.unsupported')
    return new HandoverError('UNSUPPORTED_MEDIA_TYPE', {
      reason: 'The body must be UTF-8, plain or compressed with gzip, deflate or br',
    });
  if (status !== undefined && status >= 400 && status < 500)
    return invalid({ path: 'request', message: "can't be read: check its path, headers and body" });
  return null;
}

const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.floor(bytes / 1024)} KB` : `${Math.floor(bytes / 1024 / 1024)} MB`;

/** The error handler of the JSON API. */
export function jsonErrors(log: Logger): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    const { httpStatus, replyHeaders, replyBody } = toHandoverError(error, response.locals.requestId, log);
    if (response.headersSent) return void response.destroy(); // in the middle of a stream: it must not look complete
    response.set(replyHeaders).status(httpStatus).json(replyBody);
  };
}

/** The last route, for paths that nothing else matches. */
export const unknownRoute: RequestHandler = ({ method, path }) => {
  throw new HandoverError('NOT_FOUND', { reason: `No such route: ${method} ${path}` });
};

/** For a path that exists with other methods. */
export function onlyMethods(...allowed: readonly string[]): RequestHandler {
  return ({ method }) => {
    throw new HandoverError('METHOD_NOT_ALLOWED', { method, allowed });
  };
}
