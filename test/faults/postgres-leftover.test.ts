import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Postgres, startPostgres } from '../../embedded/postgres';
import { openSandbox, type Sandbox } from '../support/processes';

jest.setTimeout(60_000);

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = openSandbox();
});
afterAll(() => sandbox.close());

const start = (): Promise<Postgres> =>
  startPostgres({
    dataDir: sandbox.file('postgres'),
    logFile: sandbox.file('postgres.log'),
    settings: { fsync: 'off' },
    record: sandbox.record,
  });

test('a PostgreSQL that a killed run left on the data is stopped, and the next one starts on the same data', async () => {
  const leftover = await start();
  const next = await start();
  expect(await leftover.child.ended).toBe(0);
  expect(next.url().split('@')[0]).toBe(leftover.url().split('@')[0]);
  await next.stop();
});

test('a pid file whose process id now belongs to another process keeps nothing from starting, nor is that stopped', async () => {
  const { dataDir, stop } = await start();
  await stop();
  writeFileSync(path.join(dataDir, 'data/postmaster.pid'), `${process.pid}\n${dataDir}/data\n0\n5432\n\n\n0 0\n`);
  const next = await start(); // in this process, which would have been stopped
  await next.stop();
});
