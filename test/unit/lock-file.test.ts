import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { tryLock, withLock } from '../../embedded/lock-file.mjs';
import { packageRoot } from '../../platform/package-root';

const folder = mkdtempSync(path.join(tmpdir(), 'handover-lock-'));
const file = path.join(folder, 'lock');
afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

test('a lock that a running process holds is refused, with the process and its note', () => {
  const { release } = tryLock(file, 'http://localhost:3000');
  expect(tryLock(file).holder).toMatchObject({ pid: process.pid, note: 'http://localhost:3000' });
  release?.();
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a process that ended without releasing it is taken over', () => {
  const lock = pathToFileURL(path.join(packageRoot, 'embedded/lock-file.mjs')).href;
  const script = `(await import('${lock}')).tryLock('${file}')`;
  spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  expect(existsSync(file)).toBe(true);
  expect(tryLock(file).holder).toBeUndefined();
  expect(tryLock(file).holder?.pid).toBe(process.pid);
});

test('two that want the same lock work one after the other, and the second is told for whom it waits', async () => {
  const happened: string[] = [];
  const work = (name: string) =>
    withLock(
      file,
      (pid) => happened.push(`${name} waits for ${pid === process.pid ? 'us' : pid}`),
      async () => {
        happened.push(`${name} begins`);
        await new Promise(setImmediate);
        happened.push(`${name} ends`);
      },
    );
  await Promise.all([work('first'), work('second')]);
  expect(happened).toEqual(['first begins', 'second waits for us', 'first ends', 'second begins', 'second ends']);
});

test('a lock is released when the work fails', async () => {
  const failing = withLock(
    file,
    () => undefined,
    () => Promise.reject(new Error('failed')),
  );
  await expect(failing).rejects.toThrow('failed');
  expect(existsSync(file)).toBe(false);
});
