import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import getPort from 'get-port';
import { type Child, startChild } from '../../embedded/child';
import { isRunning, recordedIn } from '../../embedded/process-record';
import type { Quickstart } from '../../embedded/start/quickstart';
import { packageRoot } from '../../platform/package-root';
import { serve } from '../../platform/serve';
import { type ApiClient, apiClient, QUICK_START } from '../support/api-client';
import { linkIn, openMailbox } from '../support/mailbox';
import { openSandbox, type Sandbox } from '../support/processes';
import { until } from '../support/until';
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

test('npm start gets ready, and the quick start works with what it writes down for its owner alone', async () => {
  running = await started('first');
  expect(statSync(inData('quickstart.json')).mode & 0o777).toBe(0o600);
  const client = api();
  asked = await client.ask();
  const mail = await openMailbox(inData()).to(QUICK_START.approver);
  const page = await fetch(linkIn(mail));
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(QUICK_START.action)]);
  const outbox = await fetch(quickstart().outbox_url);
  expect(await outbox.text()).toContain(QUICK_START.approver);
});

test('a second one on the same data folder is refused, and told where the first one runs', async () => {
  const second = await npmStart('second');
  expect(await second.ended).toBe(1);
  expect(second.lastWords()).toContain(`already runs on this data folder: process ${running.pid}, ${quickstart().url}`);
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
  expect([await refused.ended, refused.lastWords()]).toEqual([1, expect.stringContaining(named)]);
});

test('where another program listens on its port it says so, and names one that may do', async () => {
  const other = await serve(createServer(), { port: 0, host: '127.0.0.1' });
  const refused = await npmStart('port-taken', { PORT: String(other.port) });
  expect([await refused.ended, refused.lastWords()]).toEqual([
    1,
    expect.stringContaining(
      `Port ${other.port} is taken by another program. Take another one: PORT=${other.port + 10}`,
    ),
  ]);
  await other.close();
});

/** Runs until it says that it is ready; `name`: of its log. */
async function started(name: string): Promise<Child> {
  const child = await npmStart(name);
  await until(
    'npm start is ready',
    async () => {
      const words = readFileSync(child.logFile, 'utf8');
      if (child.process.exitCode !== null) throw new Error(`npm start ended:\n${words}`);
      return words.includes('Handover is ready.');
    },
    AMPLE,
  );
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
