import express, { type RequestHandler } from 'express';
import { HandoverError, invalid } from '../contract/errors';

const LIMIT = '256kb';
/** Deeper JSON has no use here, and would exhaust the stack of whoever walks it. */
const DEEPEST = 64;

/** Reads a JSON object from the body into `request.body`. An empty body is an empty object; other types of content are refused. */
export const jsonBody: RequestHandler[] = [
  (request, _response, next) => {
    const empty =
      request.headers['content-length'] === '0' ||
      (!request.headers['content-length'] && !request.headers['transfer-encoding']);
    if (!empty && !request.is('application/json'))
      throw new HandoverError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as Content-Type: application/json');
    next();
  },
  express.json({ limit: LIMIT, strict: false, type: 'application/json' }),
  (request, _response, next) => {
    request.body ??= {};
    if (typeof request.body !== 'object' || Array.isArray(request.body))
      throw invalid({ path: 'body', message: 'must be a JSON object' });
    if (isDeeperThan(DEEPEST, request.body))
      throw invalid({ path: 'body', message: `is nested too deeply: at most ${DEEPEST} levels` });
    next();
  },
];

function isDeeperThan(most: number, body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}
