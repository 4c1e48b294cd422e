import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { HandoverError, invalid } from '../../contract/errors';
import type { ReceivedFile } from '../../decisions/inspect-files';
import { MAX_FILE_BYTES, MAX_FILES } from '../../domain/files';

/** The content of a multipart body. */
export interface Posted {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly ReceivedFile[];
}

/** The largest body: as many files as are allowed, and the fields. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const LIMITS = {
  fileSize: MAX_FILE_BYTES,
  files: MAX_FILES + 1, // one too many is refused with a message of its own
  fields: 50,
  fieldSize: 64 * 1024, // longer than the longest note
  headerPairs: 20,
  headerSize: 16 * 1024,
};

export const isMultipart = (request: Request): boolean => Boolean(request.is('multipart/form-data'));

/**
 * Reads a multipart body. The files of the field `field` are in a folder that is deleted when `use` is done. Throws
 * VALIDATION_ERROR for a body that is malformed or has files in other fields, PAYLOAD_TOO_LARGE for one over 64 MB.
 */
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

/** The first fault ends it. The rest of the body is read and dropped, so that the sender gets the reply. */
async function read(request: Request, field: string, folder: string): Promise<Posted> {
  const ending = new AbortController();
  const fail = (reason: unknown) => ending.abort(reason);
  const parser = openParser(request);
  const fields: [string, string][] = [];
  const files: Promise<ReceivedFile | null>[] = [];
  parser.on('field', (name, value) => fields.push([String(name), value]));
  parser.on('file', (name, stream, fileName) => {
    if (name !== field)
      fail(invalid({ path: String(name), message: `contains a file: send files in the field ${field}` }));
    const at = path.join(folder, String(files.length));
    const file = receive(stream, { name: fileName ?? '', at, signal: ending.signal });
    file.catch((error: Error) => fail('syscall' in error ? error : malformed('is incomplete')));
    files.push(file);
  });
  parser.on('fieldsLimit', () => fail(malformed(`can have at most ${LIMITS.fields} fields`)));
  parser.on('error', (error) => fail(malformed(`is incomplete: ${String(error)}`)));
  finished(
    request,
    { writable: false },
    (error) => error && fail(malformed('is incomplete: the connection was closed')),
  );
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) fail(new HandoverError('PAYLOAD_TOO_LARGE', { limit: '64 MB' }));
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
    throw malformed(`must be multipart/form-data: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const malformed = (message: string) => invalid({ path: 'body', message });

/** Writes one file to disk as it arrives. Null: the empty, nameless file that a form sends if none was picked. */
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
