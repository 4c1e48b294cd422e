import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { replyOf } from '../../decisions/reply';
import { openStorage } from '../../platform/storage';
import type { Erasure } from '../../store/erase';
import type { ApiReply } from './api-client';
import { expectDocumented } from './documented';
import { formOf, type SampleFile } from './files';
import type { Harness } from './harness';

type Sent = readonly Pick<SampleFile, 'name' | 'bytes'>[];

/** Sends a form with the harness's key. */
export async function send(
  { url, key }: Pick<Harness, 'url' | 'key'>,
  path: string,
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = {},
): Promise<ApiReply> {
  const authorization = `Bearer ${key.apiKey}`;
  const reply = await fetch(`${url}${path}`, { method: 'POST', body, headers: { authorization, ...headers } });
  const answered = { status: reply.status, body: await reply.json() };
  const contentType = reply.headers.get('content-type');
  expectDocumented({ method: 'POST', path, contentType, ...answered });
  return { ...answered, headers: reply.headers };
}

/** Attaches files to a decision. */
export const attach = (handover: Harness, id: string, files: Sent, headers: Record<string, string> = {}) =>
  send(handover, `/decisions/${id}/attachments`, formOf(files), headers);

/** Downloads a file as an agent does; `path` may be a whole URL. */
export function download({ url, key }: Harness, path: string): Promise<Response> {
  return fetch(new URL(path, url), { headers: { authorization: `Bearer ${key.apiKey}` } });
}

/** The storage of its files. */
export const storageOf = ({ config }: Pick<Harness, 'config'>) =>
  openStorage({ url: config.STORAGE_URL, dataDir: config.HANDOVER_DATA_DIR });

/** Erases on request, and the address of `person` too. */
export const erasureOf = async (handover: Pick<Harness, 'config'>, person: string | null = null): Promise<Erasure> => ({
  ...{ cause: 'request', person, at: new Date(), storage: await storageOf(handover) },
  replyOf: replyOf({ publicUrl: handover.config.PUBLIC_URL }),
});

/** What of uploads lies on this machine outside of the storage: nothing, once the requests are over. */
export const leftovers = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('handover-upload-'));
