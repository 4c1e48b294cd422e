import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';

const BUCKET = 'handover';

/** A server that speaks like S3, on loopback, with one bucket. */
export async function startS3() {
  const directory = mkdtempSync(path.join(tmpdir(), 'handover-s3-'));
  const options = {
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: BUCKET }],
  };
  const server = new S3rver(options);
  const { port } = await server.run();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' });
  return {
    /** Its `STORAGE_URL`. */
    url: (prefix = '') => `s3://${BUCKET}${prefix}?endpoint=http://127.0.0.1:${port}&region=us-east-1&path_style=true`,
    /** The folder that the bucket's objects lie in, each in files that begin with its key. */
    folder: path.join(directory, BUCKET),
    close: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
