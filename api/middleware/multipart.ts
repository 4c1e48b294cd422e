import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import type { Request, RequestHandler } from 'express';
import { HandoverError, invalid } from '../contract/errors';
import type { ReceivedFile } from '../decisions/inspect-files';
import { MAX_FILE_BYTES, MAX_FILES } from '../domain/files';
import { jsonBody } from './json-body';

/** What a multipart body brought. */
export interface Posted {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly ReceivedFile[];
}

/** A whole body of as many files as there may be, and some fields. */
const MOST = 64 * 1024 * 1024;
const LIMITS = {
  fileSize: MAX_FILE_BYTES,
  files: MAX_FILES + 1, // the one too many is refused by whoever counts
  fields: 50,
  fieldSize: 64 * 1024, // more than the longest note
  headerPairs: 20,
  headerSize: 16 * 1024,
};

const received = new WeakMap<Request, readonly ReceivedFile[]>();

/** The files of a multipart request; none of one that came as JSON. */
export const filesOf = (request: Request): readonly ReceivedFile[] => received.get(request) ?? [];

/**
 * Lets a handler have a multipart body: its fields as `request.body`, the files in its field `file` as `filesOf(request)`.
 * They are gone when the handler is done.
 */
export function multipart(handle: RequestHandler): RequestHandler {
  return async (request, response, next) => {
    if (!isMultipart(request))
      throw new HandoverError('UNSUPPORTED_MEDIA_TYPE', 'Send the files as multipart/form-data, in the field file');
    await withMultipart(request, 'file', async ({ fields, files }) => {
      request.body = fields;
      received.set(request, files);
      await handle(request, response, next);
    });
  };
}

/** The same where the request may come as JSON, too. */
export const jsonOrMultipart = (handle: RequestHandler): RequestHandler[] => [
  ...jsonBody.map((step): RequestHandler => {
    return (request, response, next) => (isMultipart(request) ? next() : step(request, response, next));
  }),
  (request, response, next) => (isMultipart(request) ? multipart(handle) : handle)(request, response, next),
];

export const isMultipart = (request: Request): boolean => Boolean(request.is('multipart/form-data'));

/** Reads a multipart body, its files in the field `field` into a folder that is deleted once `use` is done. */
export async function withMultipart<T>(
  request: Request,
  field: string,
  use: (posted: Posted) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'handover-upload-'));
  try {
    return await use(await read(request, field, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whatever goes wrong ends all of it; what is still coming in is read and forgotten, so that the sender hears of it. */
async function read(request: Request, field: string, folder: string): Promise<Posted> {
  const ending = new AbortController();
  const fail = (reason: unknown) => ending.abort(reason);
  const parser = openParser(request);
  const fields: [string, string][] = [];
  const files: Promise<ReceivedFile | null>[] = [];
  parser.on('field', (name, value) => fields.push([String(name), value]));
  parser.on('file', (name, stream, fileName) => {
    if (name !== field)
      fail(invalid({ path: String(name), message: `holds a file: send files in the field ${field}` }));
    const at = path.join(folder, String(files.length));
    const file = receive(stream, { name: fileName ?? '', at, signal: ending.signal });
    file.catch((error: Error) => fail('syscall' in error ? error : malformed('is not whole')));
    files.push(file);
  });
  parser.on('fieldsLimit', () => fail(malformed('has too many fields')));
  parser.on('error', (error) => fail(malformed(`is not whole: ${String(error)}`)));
  finished(request, { writable: false }, (error) => error && fail(malformed('ended before it was whole')));
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST) fail(new HandoverError('PAYLOAD_TOO_LARGE', 'body is too large: at most 64 MB fit'));
  });
  try {
    request.pipe(parser);
    await once(parser, 'finish', { signal: ending.signal });
    const whole = await Promise.all(files);
    return { fields: Object.fromEntries(fields), files: whole.filter((file) => file !== null) };
  } catch {
    request.unpipe(parser);
    request.resume();
    await Promise.allSettled(files);
    throw ending.signal.reason;
  }
}

function openParser({ headers }: Request): BusboyInstance {
  try {
    return new Busboy({ headers: { ...headers, 'content-type': headers['content-type'] ?? '' }, limits: LIMITS });
  } catch (error) {
    throw malformed(`is no multipart/form-data: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const malformed = (message: string) => invalid({ path: 'body', message });

/** Writes one file to disk as it comes. A form sends an empty one without a name where none was picked: that is null. */
async function receive(
  stream: BusboyFileStream,
  { name, at, signal }: { readonly name: string; readonly at: string; readonly signal: AbortSignal },
): Promise<ReceivedFile | null> {
  const hash = createHash('sha256');
  let size = 0;
  const measured = async function* (pieces: AsyncIterable<Buffer>) {
    for await (const piece of pieces) {
      hash.update(piece);
      size += piece.length;
      yield piece;
    }
  };
  await pipeline(stream, measured, createWriteStream(at, { mode: 0o600 }), { signal });
  if (name === '' && size === 0) return null;
  return { name, path: at, size, sha256: hash.digest('hex'), isTooLarge: stream.truncated };
}
