import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import getPort from 'get-port';
import { packageRoot } from '../../platform/package-root';
import { signedHeaders } from '../../platform/webhook-signature';
import { fromSetup } from '../support/database';
import { type Harness, startHarness } from '../support/harness';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const hasPython = spawnSync('python3', ['--version']).status === 0;
const testPython = hasPython ? test : test.skip;
const why = hasPython ? '' : ' (skipped: there is no python3)';

test('ask-and-poll.sh ends well once Sarah approves', async () => {
  const { said, exitCode } = await runAndAnswer('sh', ['examples/ask-and-poll.sh'], { action: 'approve' });
  expect(said()).toContain('Outcome: approved by sarah@company.com');
  expect(exitCode).toBe(0);
});

test('ask-and-poll.sh takes a modify for no yes', async () => {
  const answer = { action: 'modify', notes: 'Make it "status":"approved", and $24,000.' };
  const { said, exitCode } = await runAndAnswer('sh', ['examples/ask-and-poll.sh'], answer);
  expect(said()).toContain('Outcome: modified by sarah@company.com');
  expect(exitCode).toBe(1);
});

testPython(`wait.py is woken by the answer, note and all${why}`, async () => {
  const answer = { action: 'deny', notes: 'Not before the audit.' };
  const { said, exitCode } = await runAndAnswer('python3', ['examples/wait.py'], answer);
  expect(said()).toContain('Outcome: denied by sarah@company.com: Not before the audit.');
  expect(exitCode).toBe(1);
});

testPython(`steps.py shows two of three approvals, then the one of finance${why}`, async () => {
  const example = await run('python3', ['examples/steps.py']);
  const id = await example.asked();
  const approve = (name: string) => handover.answer(id, { action: 'approve', resolved_by: `${name}@company.com` });
  await approve('ann');
  await until('one of two is shown', () => example.said().includes('Team: 1 of 2 approvals (open)'));
  await approve('cleo');
  await until('finance is asked', () => example.said().includes('Team: 2 of 2 approvals (approved); Finance: 0 of 1'));
  await approve('sarah');
  expect(await example.exitCode).toBe(0);
  expect(example.said()).toContain('Outcome: approved by sarah@company.com');
});

test('callback-receiver.mjs is told by a callback that it verifies', async () => {
  const script = 'examples/callback-receiver.mjs';
  const { said, exitCode } = await runAndAnswer(process.execPath, [script], { action: 'approve', notes: 'Go.' });
  expect(said()).toContain('Outcome: approved by sarah@company.com: Go.');
  expect(exitCode).toBe(0);
});

test('callback-receiver.mjs turns a forged callback away', async () => {
  const example = await run(process.execPath, ['examples/callback-receiver.mjs']);
  await example.asked();
  const forged = { event: 'decision.resolved', decision: { status: 'approved' } };
  const headers = signedHeaders({ id: '1', body: JSON.stringify(forged), secrets: ['whsec_AAAA'], at: new Date() });
  const reply = await fetch(`http://127.0.0.1:${example.port}`, {
    method: 'POST',
    body: JSON.stringify(forged),
    headers,
  });
  expect(reply.status).toBe(401);
  expect(example.said()).not.toContain('Outcome');
});

test('webhook-channel.mjs shows the decision on its own page, and its button resolves it', async () => {
  const { port, asked } = await run(process.execPath, ['examples/webhook-channel.mjs']);
  const id = await asked();
  const page = `http://127.0.0.1:${port}`;
  await until('the page shows the decision', async () => (await (await fetch(page)).text()).includes(id));
  const press = (origin: string) =>
    fetch(page, { method: 'POST', body: new URLSearchParams({ id, verdict: 'approve' }), headers: { origin } });
  expect((await press('http://elsewhere.example')).status).toBe(403);
  await press(page);
  expect(await handover.get(id)).toMatchObject({ status: 'approved', resolved_via: 'api' });
  await until('the page is empty again', async () => (await (await fetch(page)).text()).includes('Nothing to decide'));
});

test("await-workflow.ts gets the outcome as the workflow's result", async () => {
  const compiled = await compile('examples/await-workflow');
  const { said, exitCode } = await runAndAnswer(process.execPath, [compiled], { action: 'approve' });
  expect(said()).toContain('Outcome: approved');
  expect(exitCode).toBe(0);
});

test('the set-up that the examples need is in quickstart.json', () => {
  const readme = readFileSync(`${packageRoot}/examples/README.md`, 'utf8');
  const written = readFileSync(`${packageRoot}/embedded/start/quickstart.ts`, 'utf8');
  const read = [...readme.matchAll(/quickstart\.json'\)\.(\w+)/g)].map(([, name]) => name);
  expect(read).toEqual(['api_key', 'webhook_secret', 'temporal_address']);
  for (const name of read) expect(written).toContain(`readonly ${name}: string;`);
});

interface Example {
  readonly port: number;
  /** All it has written so far. */
  said(): string;
  /** The id of the decision that it asked for, waited for. */
  asked(): Promise<string>;
  readonly exitCode: Promise<number | null>;
}

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** Starts an example as its README says, against this test's server. It ends with the test at the latest. */
async function run(command: string, args: readonly string[]): Promise<Example> {
  const port = await getPort();
  const { config, key, url } = handover;
  const env = {
    ...process.env,
    ...{ HANDOVER_URL: url, HANDOVER_API_KEY: key.apiKey, HANDOVER_WEBHOOK_SECRET: key.webhookSecret },
    ...{ TEMPORAL_ADDRESS: config.TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: config.TEMPORAL_NAMESPACE },
    ...{ PORT: String(port), NODE_PATH: `${packageRoot}/node_modules` },
  };
  const child = spawn(command, args, { cwd: packageRoot, env });
  ends.push(() => child.kill());
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  return {
    port,
    said: () => text,
    asked: () => until(`${args} asks`, () => /decision ([0-9a-f-]{36})/.exec(text)?.[1]),
    exitCode: once(child, 'close').then(([code]) => code),
  };
}

/** Starts an example, answers its question over the API, and waits for its end. */
async function runAndAnswer(command: string, args: readonly string[], answer: Record<string, unknown>) {
  const example = await run(command, args);
  await handover.answer(await example.asked(), answer);
  return { said: example.said, exitCode: await example.exitCode };
}

/** Compiles one source aside, so that it is the current one that runs. Returns the script. */
async function compile(source: string): Promise<string> {
  const outDir = `${fromSetup('HANDOVER_TEST_DIR')}/examples`;
  const options = ['--ignoreConfig', '--skipLibCheck', '--strict', '--module', 'node20', '--types', 'node'];
  const files = ['--rootDir', '.', '--outDir', outDir, `${source}.ts`];
  const compiler = ['node_modules/typescript/bin/tsc', ...options, ...files];
  await promisify(execFile)(process.execPath, compiler, { cwd: packageRoot });
  return `${outDir}/${source}.js`;
}
