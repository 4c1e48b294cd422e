import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import getPort from 'get-port';
import { type Child, startChild } from '../../embedded/child-process';
import { isRunning, recordedIn } from '../../embedded/process-record';
import type { Quickstart } from '../../embedded/start/quickstart';
import { waitUntilReady } from '../../embedded/wait-until-ready';
import { packageRoot } from '../../platform/package-root';
import { serve } from '../../platform/serve';
import { type ApiClient, apiClient, QUICK_START } from '../support/api-client';
import { linkIn, openMailbox } from '../support/mailbox';
import { openSandbox, type Sandbox } from '../support/processes';
import { AMPLE } from './waits';

jest.setTimeout(180_000);

let sandbox: Sandbox;
let port: number;
let running: Child;
let asked: string;
beforeAll(async () => {
  sandbox = openSandbox();
  port = await getPort();
});
afterAll(async () => {
  await running?.stop('SIGTERM', 30_000);
  await sandbox?.close();
});

test('npm start gets ready, and the quick start works with what it writes to quickstart.json', async () => {
  running = await started('first');
  const client = api();
  asked = await client.ask();
  const mail = await openMailbox(inData()).to(QUICK_START.approver);
  const page = await fetch(linkIn(mail));
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(QUICK_START.action)]);
  const outbox = await fetch(quickstart().outbox_url);
  expect(await outbox.text()).toContain(QUICK_START.approver);
});

test("other users can read nothing in the data folder: not the key, not Temporal's database, not the logs", () => {
  const names = readdirSync(inData(), { recursive: true, encoding: 'utf8' });
  expect(names).toEqual(expect.arrayContaining(['quickstart.json', 'temporal.db', 'temporal.db-wal', 'logs/api.log']));
  expect(names.some((name) => /^outbox\/.+\.eml$/.test(name))).toBe(true);
  const modeOf = (name: string) => statSync(inData(name), { throwIfNoEntry: false })?.mode ?? 0; // some files are short-lived
  expect(names.filter((name) => modeOf(name) & 0o077)).toEqual([]);
  // Root's PostgreSQL runs as a user of its own, which has to pass through the folder.
  expect(statSync(inData()).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
});

test('a second one on the same data folder is refused, and told where the first one runs', async () => {
  const second = await npmStart('second');
  expect(await second.ended).toBe(1);
  expect(second.lastLines()).toContain(`already runs on this data folder: process ${running.pid}, ${quickstart().url}`);
  expect((await api().get(asked)).status).toBe('pending');
});

test('killed, it takes everything with it, and the next start has the same key and the same decisions', async () => {
  const processes = recorded();
  expect(processes.map(({ name }) => name).sort()).toEqual(['api', 'postgres', 'temporal', 'worker']);
  const key = quickstart().api_key;
  await running.stop('SIGKILL');
  running = await started('third');
  expect(processes.filter(isRunning)).toEqual([]);
  expect(quickstart().api_key).toBe(key);
  expect(await api().answer(asked, { action: 'approve' })).toMatchObject({ status: 200, body: { status: 'approved' } });
});

test('SIGTERM stops every process it started, and the data folder is free again', async () => {
  const processes = recorded();
  expect(processes).toHaveLength(4);
  await running.stop('SIGTERM', 30_000);
  expect(await running.ended).toBe(0);
  expect(processes.filter(isRunning)).toEqual([]);
  expect(() => readFileSync(inData('running.json'))).toThrow('ENOENT');
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
});

test.each([
  ['PORT', 'x', 'PORT'],
  ['HANDOVER_DATA_DIR', path.join(packageRoot, 'package.json/data'), 'HANDOVER_DATA_DIR'],
  ['SMTP_URL', 'mail.company.com', 'SMTP_URL'],
])('with %s=%s it ends at once and names what is wrong', async (name, value, named) => {
  const refused = await npmStart(`with-${name}`, { [name]: value });
  expect([await refused.ended, refused.lastLines()]).toEqual([1, expect.stringContaining(named)]);
});

test('where another program listens on its port it says so, and names one that may do', async () => {
  const other = await serve(createServer(), { port: 0, host: '127.0.0.1' });
  const refused = await npmStart('port-taken', { PORT: String(other.port) });
  expect([await refused.ended, refused.lastLines()]).toEqual([
    1,
    expect.stringContaining(
      `Port ${other.port} is already used by another program. Choose a different one: PORT=${other.port + 10}`,
    ),
  ]);
  await other.close();
});

/** Runs until it says that it is ready; `name`: of its log. */
async function started(name: string): Promise<Child> {
  const child = await npmStart(name);
  const isReady = () => readFileSync(child.logFile, 'utf8').includes('Handover is ready.');
  await waitUntilReady(child, isReady, { withinMs: AMPLE });
  return child;
}

/** What `npm start` runs, without npm in between, so that it can be killed. */
function npmStart(name: string, env: NodeJS.ProcessEnv = {}): Promise<Child> {
  return startChild({
    name: 'npm start',
    file: process.execPath,
    args: [path.join(packageRoot, 'embedded/setup.mjs'), 'start'],
    env: { ...process.env, PORT: String(port), HANDOVER_DATA_DIR: inData(), ...env },
    logFile: sandbox.file(`${name}.log`),
    stopSignal: 'SIGTERM',
    record: sandbox.record,
  });
}

const inData = (name = ''): string => path.join(sandbox.file('data'), name);
const quickstart = (): Quickstart => JSON.parse(readFileSync(inData('quickstart.json'), 'utf8'));
const api = (): ApiClient => apiClient(quickstart().url, quickstart().api_key);

const recorded = () => recordedIn(inData('processes.json'));
