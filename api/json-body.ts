import express, { type RequestHandler } from 'express';
import { HandoverError, invalid } from '../contract/errors';

const LIMIT = '256kb';

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
    next();
  },
];
