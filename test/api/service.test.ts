import { readFileSync } from 'node:fs';
import getPort from 'get-port';
import type { Child } from '../../embedded/child-process';
import { createSecrets } from '../../platform/secrets';
import { startProxy } from '../faults/proxy';
import type { ApiReply } from '../support/api-client';
import { cloneDatabase } from '../support/database';
import { foundIn } from '../support/history';
import { outcomeOf } from '../support/outcome';
import { type ApiProcess, openSandbox, type Product, prepareProduct, type Sandbox } from '../support/processes';
import { scrape, total } from '../support/prometheus';
import { type SmtpServer, startSmtpServer } from '../support/smtp';
import { until } from '../support/until';

jest.setTimeout(90_000);

let sandbox: Sandbox;
let smtp: SmtpServer;
let databaseUrl: string;
let product: Product;
let api: ApiProcess;
let worker: Child;
/** A decision that went wrong wherever it could, before it was approved on the page and told. */
let id: string;
const port = { api: 0, worker: 0 };
const SECRET = 'the secret of this file, long enough';

beforeAll(async () => {
  sandbox = openSandbox();
  smtp = await startSmtpServer();
  databaseUrl = await cloneDatabase();
  const env = { SMTP_URL: smtp.url, HANDOVER_SECRET: SECRET, LOG_LEVEL: 'info' };
  product = await prepareProduct({ sandbox, databaseUrl, env });
  Object.assign(port, { api: await getPort(), worker: await getPort() });
  api = await product.startApi({ METRICS_PORT: String(port.api) });
  worker = await product.startWorker({ METRICS_PORT: String(port.worker) });
  smtp.refuse(550);
  product.receiver.answer(500);
  id = await api.ask({ callback_url: product.receiver.url, approver: 'alma@company.com' });
  await until('the mail comes', () => smtp.taken.length > 0);
  await api.click(id, 'alma@company.com', { verdict: 'approve', note: 'Dugong note' });
  await outcomeOf(product.temporal, id);
});
afterAll(async () => {
  await product?.stop();
  await smtp?.close();
  await sandbox?.close();
});

describe('health', () => {
  test('an API that reaches everything is alive and ready, and asks for no key', async () => {
    const { status: alive, body: health } = await api.call('GET', '/health', undefined, NO_KEY);
    expect([alive, health]).toEqual([200, { status: 'ok' }]);
    const { body } = await readyOnce(api, ({ status }) => status === 200);
    expect(body).toEqual({ status: 'ok', database: 'ok', temporal: 'ok' });
  });

  test('without Temporal an API is alive and takes decisions, but is not ready', async () => {
    const lonely = await product.startApi({ TEMPORAL_ADDRESS: `127.0.0.1:${await getPort()}` });
    expect((await lonely.call('GET', '/health')).status).toBe(200);
    const reachesDatabase = ({ body }: ApiReply) => body.database === 'ok';
    const { status, headers, body } = await readyOnce(lonely, reachesDatabase);
    const state = { status: 'unavailable', database: 'ok', temporal: 'unreachable' };
    expect([status, body]).toEqual([503, { ...state, error: 'Not reached: Temporal', code: 'UNAVAILABLE' }]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await lonely.get(await lonely.ask())).toMatchObject({ status: 'pending' });
    await lonely.process.stop('SIGKILL');
  });

  test('without the database an API is alive, but not ready', async () => {
    const url = new URL(databaseUrl);
    const proxy = await startProxy(Number(url.port));
    const cut = await product.startApi({ DATABASE_URL: Object.assign(url, { port: String(proxy.port) }).href });
    await readyOnce(cut, ({ status }) => status === 200);
    proxy.set('held');
    expect((await cut.call('GET', '/health')).status).toBe(200);
    const { status, body } = await readyOnce(cut, (reply) => reply.body.temporal === 'ok');
    expect([status, body]).toMatchObject([503, { database: 'unreachable', code: 'UNAVAILABLE' }]);
    proxy.close();
    await cut.process.stop('SIGKILL');
  });
});

const NO_KEY = { authorization: '' };
/** What `/ready` says once it looks like this: a busy machine may miss its two seconds. */
const readyOnce = (one: ApiProcess, looks: (reply: ApiReply) => boolean) =>
  until('it says whether it is ready', async () => [await one.call('GET', '/ready', undefined, NO_KEY)].find(looks));

describe('metrics', () => {
  test('the API counts its requests by route, method and status, and names no link', async () => {
    const samples = await scrape(port.api);
    const requests = (labels: Record<string, string>) => total(samples, 'handover_http_request_seconds_count', labels);
    expect(requests({ method: 'POST', status: '201' })).toBe(1);
    expect(requests({ route: '/d/:token', method: 'POST', status: '303' })).toBe(1);
    expect(total(samples, 'process_cpu_seconds_total')).toBeGreaterThan(0);
  });

  test('the API counts the decisions that it resolved by status, and the time they took', async () => {
    const samples = await scrape(port.api);
    expect(total(samples, 'handover_decisions_total', { status: 'approved' })).toBe(1);
    expect(total(samples, 'handover_time_to_decision_seconds_count')).toBe(1);
    expect(total(samples, 'handover_time_to_decision_seconds_sum')).toBeGreaterThan(0);
  });

  test('the worker counts failed notifications and failed deliveries', async () => {
    const samples = await scrape(port.worker);
    expect(total(samples, 'handover_notification_failures_total', { channel: 'email' })).toBe(1);
    expect(total(samples, 'handover_delivery_failures_total')).toBe(1);
  });

  test('the worker serves what Temporal’s SDK measures too', async () => {
    const samples = await scrape(port.worker);
    const ours = { workflow_type: 'decision' };
    expect(total(samples, 'temporal_workflow_completed', ours)).toBeGreaterThanOrEqual(1);
    const failed = { activity_type: 'notify' };
    expect(total(samples, 'temporal_activity_execution_failed', failed)).toBe(1);
  });

  test('metrics have a port of their own: the API itself has no such route', async () => {
    expect((await api.call('GET', '/metrics')).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port.api}/decisions`)).status).toBe(404);
  });
});

describe('log', () => {
  test('a request leaves one line, with the id that its reply carries', async () => {
    const { headers } = await api.call('GET', `/decisions/${id}`);
    const line = { name: 'api', msg: 'request', method: 'GET', route: '/decisions/:id', status: 200, decision_id: id };
    const times = { time: expect.stringMatching(/^\d{4}-.*Z$/), ms: expect.any(Number) };
    expect(await linesOf(headers)).toMatchObject([{ ...line, ...times, api_key_id: expect.any(String) }]);
  });

  test('the line of an answer, a cancel and a visit to the page names the decision', async () => {
    const replies = [
      await api.answer(id, { action: 'deny' }),
      await api.call('POST', `/decisions/${id}/cancel`),
      await fetch(linkOf(id)),
    ];
    for (const { headers } of replies) expect(await linesOf(headers)).toMatchObject([{ decision_id: id }]);
  });

  test('the line of a create names the decision that it made', async () => {
    const { headers, body } = await api.call('POST', '/decisions', { action: 'Pay', approver: 'alma@company.com' });
    expect(await linesOf(headers)).toMatchObject([{ decision_id: body.id }]);
  });

  test('the line of a look at the deliveries names the decision', async () => {
    const { headers } = await api.call('GET', `/decisions/${id}/deliveries`);
    expect(await linesOf(headers)).toMatchObject([{ decision_id: id }]);
  });

  test.each(['api', 'worker'] as const)('every line of the %s is JSON with a level and a time', (name) => {
    const lines = logOf(name);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toMatchObject({ level: expect.any(Number), time: expect.any(String), name });
  });

  test('no line holds an address, a link, a key, a secret or a word that somebody wrote', async () => {
    await api.call('GET', '/decisions?approver=alma@company.com');
    await api.call('GET', '/nowhere/alma@company.com?token=Dugong');
    await api.call('POST', '/decisions', '{"approver":"alma@company.com","action":', {});
    const { headers } = await fetch(linkOf(id).replace('?', '?note=Dugong&'));
    await linesOf(headers);
    const text = `${textOf('api')}\n${textOf('worker')}`;
    const { apiKey, webhookSecret } = product.key;
    expect(foundIn(text, [id, 'request', 'notify'])).toHaveLength(3);
    const written = ['alma', '@company', 'Acme', 'Dugong', 'is not welcome'];
    expect(foundIn(text, [...written, apiKey, webhookSecret, SECRET, smtp.password, tokenOf(id)])).toEqual([]);
  });
});

interface Line {
  readonly request_id?: string;
  readonly decision_id?: string;
}
/** All that this process has written. */
function textOf(name: 'api' | 'worker'): string {
  const child = name === 'api' ? api.process : worker;
  return readFileSync(sandbox.file(`${child.name}.log`), 'utf8');
}
const logOf = (name: 'api' | 'worker'): readonly Line[] =>
  textOf(name)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** The lines about the request whose reply had these headers; the first is waited for. */
async function linesOf(headers: Headers): Promise<readonly Line[]> {
  const own = () => logOf('api').filter(({ request_id }) => request_id === headers.get('x-request-id'));
  await until('the request is logged', () => own().length > 0);
  return own();
}

const tokenOf = (decision: string) => createSecrets(SECRET).linkToken(decision, 'a1');
const linkOf = (decision: string) => `${api.url}/d/${tokenOf(decision)}?answer=deny`;
