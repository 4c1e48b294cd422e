import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openStorage, type Storage, StorageError, storageFault } from '../../platform/storage';
import { startS3 } from '../support/s3';

const folder = mkdtempSync(path.join(tmpdir(), 'handover-storage-'));
let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => {
  await s3?.close();
  rmSync(folder, { recursive: true });
});

const local = (bytes: Buffer) => {
  const file = path.join(folder, 'local');
  writeFileSync(file, bytes);
  return { path: file, size: bytes.length };
};

describe.each([
  ['file:', () => 'file:'],
  ['file: with a folder', () => `file:${folder}/a folder`],
  ['s3:', () => s3.url()],
  ['s3: with a prefix', () => s3.url('/some/prefix')],
])('%s', (_kind, url) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await openStorage({ url: url(), dataDir: path.join(folder, 'data') });
  });

  test('gives back the very bytes it was given, as often as it is asked', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
    await storage.put('key', local(bytes));
    for (let time = 0; time < 2; time += 1) expect(bytes.equals(await buffer(await storage.open('key')))).toBe(true);
  });

  test('what is deleted is gone, and deleting it again does nothing', async () => {
    await storage.put('gone', local(Buffer.from('x')));
    await storage.delete('gone');
    await storage.delete('gone');
    await expect(storage.open('gone')).rejects.toThrow(StorageError);
  });

  test('a file that cannot be read is a StorageError, and leaves nothing', async () => {
    await expect(storage.put('bad', { path: path.join(folder, 'nowhere'), size: 1 })).rejects.toThrow(StorageError);
    await expect(storage.open('bad')).rejects.toThrow(StorageError);
  });
});

test('on disk nothing is left of what was put and deleted', async () => {
  const dataDir = path.join(folder, 'another');
  const storage = await openStorage({ url: 'file:', dataDir });
  await storage.put('key', local(Buffer.from('x')));
  expect(readdirSync(path.join(dataDir, 'files'))).toEqual(['key']);
  await storage.delete('key');
  expect(readdirSync(path.join(dataDir, 'files'))).toEqual([]);
});

test.each([
  'file:',
  'file:/var/lib/x',
  'file:///var/lib/x',
  's3://bucket',
  's3://bucket/a/b?endpoint=http://x:1&region=r&path_style=true',
])('STORAGE_URL=%s is fine', (url) => {
  expect(storageFault(url)).toBeNull();
});

test.each([
  ['files', 'must begin with file: or s3:'],
  ['https://bucket', 'must begin with file: or s3:'],
  ['file:files', 'names no absolute folder'],
  ['file://host/files', 'names no absolute folder'],
  ['s3:', 'names no bucket'],
  ['s3://key:secret@bucket', 'must not hold credentials'],
  ['s3://bucket?style=path', 'has the parameter style'],
  ['s3://bucket?endpoint=minio:9000', 'has an endpoint that is no http or https URL'],
])('STORAGE_URL=%s is refused: it %s', (url, fault) => {
  expect(storageFault(url)).toContain(fault);
});
