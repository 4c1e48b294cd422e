import express, { type Request, type Response } from 'express';
import type { z } from 'zod';
import { HandoverError, invalid } from '../../contract/errors';
import type { ReceivedFile } from '../../decisions/inspect-files';
import type { BodySpec } from '../operation';
import { pathOfInexactNumber } from './json-numbers';
import { isMultipart, withMultipart } from './multipart';

const MAX_JSON_BYTES = 256 * 1024;
/** Deeper JSON has no use here, and would exhaust the stack of code that walks it. */
const MAX_DEPTH = 64;

/** A body as it was sent, and the schema to parse it with. */
export interface SentBody {
  readonly value: unknown;
  readonly schema: z.ZodType | null;
  readonly files: readonly ReceivedFile[];
}

/**
 * Reads the body of an operation. The files of a form exist until `use` is done. Throws UNSUPPORTED_MEDIA_TYPE for a
 * content type that the operation doesn't take.
 */
export async function withBody<T>(
  spec: BodySpec | undefined,
  request: Request,
  response: Response,
  use: (sent: SentBody) => Promise<T>,
): Promise<T> {
  if (!spec) return use({ value: {}, schema: null, files: [] });
  const { json, form, maxJsonBytes = MAX_JSON_BYTES } = spec;
  if (form && isMultipart(request))
    return withMultipart(request, 'file', ({ fields, files }) =>
      use({ value: fields, schema: form.omit({ file: true }), files }),
    );
  if (!json) throw unsupported('Send the files as multipart/form-data, in the field file');
  return use({ value: await readJson(request, response, maxJsonBytes), schema: json, files: [] });
}

/**
 * A JSON object from the body. An empty body is an empty object. Throws UNSUPPORTED_MEDIA_TYPE for bytes that aren't
 * UTF-8, VALIDATION_ERROR for a number that would lose digits.
 */
async function readJson(request: Request, response: Response, maxBytes: number): Promise<object> {
  if (isEmpty(request)) return {};
  if (!request.is('application/json')) throw unsupported('Send the body as Content-Type: application/json');
  if (!isUtf8(request.headers['content-type'])) throw notUtf8();
  const text = decode(await readBytes(request, response, maxBytes));
  const body = text === '' ? {} : parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid({ path: 'body', message: 'must be a JSON object' });
  if (isDeeperThan(MAX_DEPTH, body))
    throw invalid({ path: 'body', message: `must be nested at most ${MAX_DEPTH} levels deep` });
  const path = pathOfInexactNumber(text);
  if (path !== null)
    throw invalid({ path, message: 'is a number with more digits than can be kept: send it as a string' });
  return body;
}

function isEmpty({ headers }: Request): boolean {
  return headers['content-length'] === '0' || (!headers['content-length'] && !headers['transfer-encoding']);
}

/** Whether the content type names no encoding, or UTF-8 in any spelling, or its subset ASCII. */
function isUtf8(contentType = ''): boolean {
  const [, charset] = /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(contentType) ?? [];
  return charset === undefined || /^(utf-?8|us-ascii|ascii)$/i.test(charset);
}

function readBytes(request: Request, response: Response, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    express.raw({ limit, type: () => true })(request, response, (error?: unknown) =>
      error ? reject(error) : resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)),
    );
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid({ path: 'body', message: 'must be valid JSON' });
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8();
  }
}

function isDeeperThan(most: number, body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

const unsupported = (reason: string) => new HandoverError('UNSUPPORTED_MEDIA_TYPE', { reason });

export const notUtf8 = () => unsupported('The body must be UTF-8, plain or compressed with gzip, deflate or br');
