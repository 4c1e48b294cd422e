import path from 'node:path';
import type { Readable } from 'node:stream';
import { diskStorage } from './storage/disk';
import { s3Storage } from './storage/s3';

/** Where files are kept, each under a key of ours: an id, never a name that somebody gave. */
export interface Storage {
  /** Keeps a copy of a local file; once it resolves, the file is safe. */
  put(key: string, file: LocalFile): Promise<void>;
  /** The bytes of a file; rejects where there is none. */
  open(key: string): Promise<Readable>;
  /** Nothing happens where there is none. */
  delete(key: string): Promise<void>;
}

export interface LocalFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** The storage could not be reached, or has lost a file; `cause` says what it said. */
export class StorageError extends Error {}

/** Opens what `STORAGE_URL` names; see `storageFault`. `file:` alone is a folder in the data folder. */
export async function openStorage({ url, dataDir }: { url: string; dataDir: string }): Promise<Storage> {
  const { protocol, pathname } = new URL(url);
  if (protocol === 's3:') return failing(await s3Storage(url));
  return failing(diskStorage(pathname === '/' ? path.resolve(dataDir, 'files') : decodeURIComponent(pathname)));
}

/** Whatever goes wrong in there is a StorageError out here. */
function failing(storage: Storage): Storage {
  const told = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause: unknown) => {
      throw new StorageError('the file storage failed', { cause });
    });
  return {
    put: (key, file) => told(storage.put(key, file)),
    open: (key) => told(storage.open(key)),
    delete: (key) => told(storage.delete(key)),
  };
}

const S3_PARAMETERS = ['endpoint', 'region', 'path_style'];

/** What is wrong with a `STORAGE_URL`, or null: `file:`, `file:/an/absolute/folder`, or `s3://bucket/prefix?endpoint=…&region=…&path_style=true`. */
export function storageFault(text: string): string | null {
  if (/^file:($|\/{1,3}$)|^file:(\/\/)?\/[^/]/.test(text)) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'file:') return 'names no absolute folder: write file:/var/lib/handover/files, or file: alone';
  if (url?.protocol !== 's3:') return `must begin with file: or s3:, "${text}" does not`;
  if (!url.hostname) return 'names no bucket: write s3://bucket/prefix';
  if (url.username || url.password) return 'must not hold credentials: they belong into AWS_ACCESS_KEY_ID and its like';
  const unknown = [...url.searchParams.keys()].find((name) => !S3_PARAMETERS.includes(name));
  if (unknown) return `has the parameter ${unknown}, known are ${S3_PARAMETERS.join(', ')}`;
  const endpoint = url.searchParams.get('endpoint');
  return endpoint === null || /^https?:\/\/./.test(endpoint) ? null : 'has an endpoint that is no http or https URL';
}
