import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Storage } from '../storage';

/** Errors are thrown and logged by our own code, so the SDK's logger stays silent. */
const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * A bucket of S3 or of a compatible server. Credentials come from where the AWS SDK looks for them: environment
 * variables such as `AWS_ACCESS_KEY_ID`, a profile, or the machine's role.
 */
export async function s3Storage(url: string): Promise<Storage> {
  const { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3'); // large, so it is only loaded when it is used
  const { hostname: Bucket, pathname, searchParams } = new URL(url);
  const endpoint = searchParams.get('endpoint');
  const region = searchParams.get('region');
  const client = new S3Client({
    ...(endpoint ? { endpoint } : {}),
    ...(region ? { region } : {}),
    forcePathStyle: searchParams.get('path_style') === 'true',
    // Servers other than Amazon's don't support the newer checksums.
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
