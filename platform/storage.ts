import path from 'node:path';
import type { Readable } from 'node:stream';
import { diskStorage } from './storage/disk';
import { s3Storage } from './storage/s3';

/** Stores files, each under a key of our own: an id, never a name that someone else chose. */
export interface Storage {
  /** Stores a copy of a local file. Once this resolves, the copy survives a crash. */
  put(key: string, file: LocalFile): Promise<void>;
  /** Reads a file. Rejects if there is none. */
  open(key: string): Promise<Readable>;
  /** Deletes a file. Does nothing if there is none. */
  delete(key: string): Promise<void>;
}

export interface LocalFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** The storage is unavailable or does not have the file. `cause` is its own error. */
export class StorageError extends Error {}

/** Opens the storage that `STORAGE_URL` names; see `storageFault`. `file:` alone is the folder `files` in the data folder. */
export async function openStorage({ url, dataDir }: { url: string; dataDir: string }): Promise<Storage> {
  const { protocol, pathname } = new URL(url);
  if (protocol === 's3:') return withStorageErrors(await s3Storage(url));
  return withStorageErrors(
    diskStorage(pathname === '/' ? path.resolve(dataDir, 'files') : decodeURIComponent(pathname)),
  );
}

/** Turns every error of a storage into a StorageError. */
function withStorageErrors(storage: Storage): Storage {
  const wrapped = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause: unknown) => {
      throw new StorageError('the file storage failed', { cause });
    });
  return {
    put: (key, file) => wrapped(storage.put(key, file)),
    open: (key) => wrapped(storage.open(key)),
    delete: (key) => wrapped(storage.delete(key)),
  };
}

const S3_PARAMETERS = ['endpoint', 'region', 'path_style'];

/** What is wrong with a `STORAGE_URL`, or null. It can be `file:`, `file:/an/absolute/folder`, or `s3://bucket/prefix?endpoint=…&region=…&path_style=true`. */
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
