import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Storage } from '../storage';

/** What goes wrong is thrown, and logged by whoever catches it. */
const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * A bucket of S3, or of a server that speaks like it. Credentials come from where the AWS SDK looks for them:
 * `AWS_ACCESS_KEY_ID` and its like, a profile, or the machine's role.
 */
export async function s3Storage(url: string): Promise<Storage> {
  const { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3'); // loaded where it is used alone: it is large
  const { hostname: Bucket, pathname, searchParams } = new URL(url);
  const endpoint = searchParams.get('endpoint');
  const region = searchParams.get('region');
  const client = new S3Client({
    ...(endpoint ? { endpoint } : {}),
    ...(region ? { region } : {}),
    forcePathStyle: searchParams.get('path_style') === 'true',
    // Servers other than Amazon's own don't know the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
    logger: QUIET,
  });
  const prefix = pathname.replace(/^\/|\/$/g, '');
  const at = (key: string) => ({ Bucket, Key: prefix ? `${prefix}/${key}` : key });
  return {
    put: async (key, { path, size }) => {
      const broken = new AbortController();
      const Body = createReadStream(path).on('error', (error) => broken.abort(error));
      const command = new PutObjectCommand({ ...at(key), Body, ContentLength: size });
      await client.send(command, { abortSignal: broken.signal });
    },
    open: async (key) => (await client.send(new GetObjectCommand(at(key)))).Body as Readable,
    delete: async (key) => {
      await client.send(new DeleteObjectCommand(at(key)));
    },
  };
}
