import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler } from 'express';
import { HandoverError, invalid } from '../contract/errors';
import { pathOfInexactNumber } from './json-numbers';

/** Deeper JSON has no use here, and would exhaust the stack of code that walks it. */
const DEEPEST = 64;

/**
 * Reads a JSON object from the body into `request.body`. An empty body is an empty object. Other types of content, and
 * bytes that are not UTF-8, are UNSUPPORTED_MEDIA_TYPE; a number that would lose digits is VALIDATION_ERROR.
 */
const readJson = (limit: string): RequestHandler[] => [
  (request, _response, next) => {
    if (!isEmpty(request)) requireJson(request);
    next();
  },
  express.raw({ limit, type: () => true }),
  (request, _response, next) => {
    request.body = Buffer.isBuffer(request.body) && request.body.length > 0 ? parse(request.body) : {};
    next();
  },
];

export const jsonBody = readJson('256kb');
/** For `POST /decisions`, where all fields may be as long as they are allowed to be. */
export const largeJsonBody = readJson('1mb');

function isEmpty({ headers }: Request): boolean {
  return headers['content-length'] === '0' || (!headers['content-length'] && !headers['transfer-encoding']);
}

function requireJson(request: Request): void {
  if (!request.is('application/json'))
    throw new HandoverError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as Content-Type: application/json');
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([\w-]{1,40})/i.exec(request.headers['content-type'] ?? '') ?? [];
  if (!/^(utf-?8|us-ascii|ascii)$/i.test(charset)) throw notUtf8();
}

function parse(body: Buffer): object {
  if (!isUtf8(body)) throw notUtf8();
  const text = body.toString().replace(/^\ufeff/, '');
  const value = parseText(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidBody('must be a JSON object');
  if (isDeeperThan(DEEPEST, value)) throw invalidBody(`must be nested at most ${DEEPEST} levels deep`);
  const path = pathOfInexactNumber(text);
  if (path !== null)
    throw invalid({ path, message: 'is a number with more digits than can be kept: send it as a string' });
  return value;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidBody('is not valid JSON');
  }
}

export const notUtf8 = () => new HandoverError('UNSUPPORTED_MEDIA_TYPE', 'The body must be UTF-8');
const invalidBody = (message: string) => invalid({ path: 'body', message });

function isDeeperThan(most: number, body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}
