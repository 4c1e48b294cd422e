import { OPERATIONS } from '../../api/operations';
import type { Api } from '../../api/start';
import { newId } from '../../platform/ids';
import { startProxy } from '../faults/proxy';
import { type ApiClient, type ApiReply, QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { scrape, total } from '../support/prometheus';
import { newTenant } from '../support/tenants';
import { until } from '../support/until';

let handover: Harness;
/** Two processes with the documented limits, behind a proxy that says who calls. */
let left: Api;
let right: Api;
beforeAll(async () => {
  handover = await startHarness({ worker: false, env: { HANDOVER_DEFAULT_TIER: 'enterprise', TRUST_PROXY: '1' } });
  [left, right] = [await handover.anotherApi(), await handover.anotherApi()];
});
afterAll(() => handover?.stop());

const REFUSED = { error: 'Rate limit exceeded', code: 'RATE_LIMIT' };
const ask = ({ call }: ApiClient) => call('POST', '/decisions', QUICK_START);
const look = ({ call }: ApiClient) => call('GET', '/decisions');
const many = <T>(count: number, request: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => request(n)));
const refused = <Reply extends { status: number }>(replies: readonly Reply[]) =>
  replies.filter(({ status }) => status === 429);
const limitOf = ({ headers }: Pick<Response | ApiReply, 'headers'>) =>
  [headers.get('ratelimit-policy'), headers.get('ratelimit')?.replace(/t=\d+$/, 't=')] as const;

test('of 31 creates in a minute, at two processes, one is refused in the documented words [h.l.post]', async () => {
  const tenant = await newTenant(handover);
  const [here, there] = [tenant.at(left), tenant.at(right)];
  const replies = await many(31, (n) => ask(n % 2 ? here : there));
  const [one, ...others] = refused(replies);
  expect([one?.body, others]).toEqual([REFUSED, []]);
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(30);
  expect(refused([await ask(here), await ask(there)])).toHaveLength(2);
});

test('every look at decisions counts, wherever, and the 31st in a minute is refused [h.l.get]', async () => {
  const agent = (await newTenant(handover)).at(left);
  const one = `/decisions/${await agent.ask()}`;
  const paths = ['/decisions', one, `${one}?wait=0.05`, `${one}/events`, `${one}/deliveries`];
  const seen: unknown[] = [];
  for (const path of paths) seen.push(limitOf(await agent.call('GET', path)));
  expect(seen).toEqual([29, 28, 27, 26, 25].map((rest) => ['"read";q=30;w=60', `"read";r=${rest};t=`]));
  expect(refused(await many(26, () => look(agent)))).toMatchObject([{ body: REFUSED }]);
});

const GROUPS = {
  create: /^post \/decisions$/,
  read: /^get \/(decisions|slack$)/,
  page: /^get \/(d|slack)\//,
  account: /^get \/auth\/me$/,
  keys: /^post \/auth\/api-keys$/,
};

test('every documented route of a group is counted in it, and no other route is', async () => {
  const headers = { authorization: `Bearer ${(await newTenant(handover)).apiKey}` };
  for (const { method, path } of OPERATIONS) {
    const [group] = Object.entries(GROUPS).find(([, form]) => form.test(`${method} ${path}`)) ?? [];
    const url = `http://127.0.0.1:${right.port}${path.replace(/\{\w+\}/g, newId())}`;
    const [policy] = limitOf(await fetch(url, { method: method.toUpperCase(), headers }));
    expect([method, path, policy?.split(';')[0]]).toEqual([method, path, group && `"${group}"`]);
  }
});

test('a minute of polling every 5 seconds is refused nothing [h.opt.poll]', async () => {
  const agent = (await newTenant(handover)).at(left);
  const id = await agent.ask();
  expect(refused(await many(13, () => agent.call('GET', `/decisions/${id}`)))).toEqual([]);
});

test('one key spends nothing of another, and one group of requests nothing of another [h.l.scope]', async () => {
  const agent = (await newTenant(handover)).at(left);
  expect(refused(await many(31, () => ask(agent)))).toHaveLength(1);
  expect((await look(agent)).status).toBe(200);
  expect((await ask((await newTenant(handover)).at(left))).status).toBe(201);
});

test('after Retry-After, whole seconds, the same request is taken [h.l.retry, C36]', async () => {
  const api = await handover.anotherApi({ HANDOVER_LIMITS: { create: { times: 1, seconds: 2 } } });
  const agent = (await newTenant(handover)).at(api);
  const [first, second] = [await ask(agent), await ask(agent)];
  expect([first.status, second.status]).toEqual([201, 429]);
  expect(limitOf(second)).toEqual(['"create";q=1;w=2', '"create";r=0;t=']);
  const retryAfter = second.headers.get('retry-after');
  expect(['1', '2']).toContain(retryAfter);
  const end = Date.now() + Number(retryAfter) * 1_000;
  await until('the time has passed', () => Date.now() >= end);
  expect((await ask(agent)).status).toBe(201);
});

/** A page that leads nowhere, opened or answered from an address. */
const page = (address: string, method = 'GET') =>
  fetch(`http://127.0.0.1:${left.port}/d/x`, {
    method,
    headers: { 'x-forwarded-for': address, origin: handover.config.PUBLIC_URL },
  });

test('the 31st page in a minute from one address is refused with a page, and no answer is [h.l.d]', async () => {
  const [reply, ...others] = refused(await many(31, () => page('203.0.113.9')));
  expect(others).toEqual([]);
  expect(reply?.headers.get('content-type')).toContain('text/html');
  const retryAfter = reply?.headers.get('retry-after');
  expect(retryAfter).toMatch(/^[1-9]\d?$/);
  expect(await reply?.text()).toContain(`Open this page again in ${retryAfter} seconds.`);
  expect((await page('203.0.113.9', 'POST')).status).toBe(404);
  expect((await page('203.0.113.10')).status).toBe(404);
});

test('all addresses of one IPv6 network count as one', async () => {
  const first = await page('2001:db8::1');
  const second = await page('2001:db8::ffff:2');
  expect([limitOf(first)[1], limitOf(second)[1]]).toEqual(['"page";r=29;t=', '"page";r=28;t=']);
});

test('where a tier has no limit nothing is counted; the page has 300 a minute', async () => {
  const api = await handover.anotherApi({ HANDOVER_DEFAULT_TIER: 'self_hosted' });
  const tenant = await newTenant(handover);
  const agent = tenant.at(api);
  expect(limitOf(await ask(agent))).toEqual([null, undefined]);
  expect(limitOf(await look(agent))).toEqual([null, undefined]);
  expect(await handover.db.rateLimit.count({ where: { key: { contains: tenant.keyId } } })).toBe(0);
  const [policy] = limitOf(await fetch(`http://127.0.0.1:${api.port}/d/x`));
  expect(policy).toBe('"page";q=300;w=60');
});

test('refusals are measured, each by its limit', async () => {
  const agent = (await newTenant(handover)).at(left);
  const counted = async () => total(await scrape(left.metricsPort), 'handover_rate_limited_total', { bucket: 'read' });
  const before = (await counted()) ?? 0;
  await many(33, () => look(agent));
  expect(await counted()).toBe(before + 3);
});

test('a page is 503, and not 500, while the database is away', async () => {
  const { port, pathname, username, password } = new URL(handover.config.DATABASE_URL);
  const wire = await startProxy(Number(port));
  const url = `postgresql://${username}:${password}@127.0.0.1:${wire.port}${pathname}`;
  const api = await handover.anotherApi({ DATABASE_URL: url });
  const open = async () => (await fetch(`http://127.0.0.1:${api.port}/d/x`)).status;
  expect(await open()).toBe(404);
  wire.close();
  expect(await open()).toBe(503);
});

test.each([
  ['GET', '/auth/me', 30, '"account";q=30;w=60'],
  ['POST', '/auth/api-keys', 10, '"keys";q=10;w=3600'],
])('%s %s is refused after %i times [h.l.me, h.l.keys, h.createkey]', async (method, path, most, policy) => {
  const agent = (await newTenant(handover)).at(left);
  const replies = await many(most + 1, () => agent.call(method, path));
  expect(replies.filter(({ status }) => status < 300)).toHaveLength(most);
  expect(refused(replies).map(({ body }) => body)).toEqual([REFUSED]);
  expect(refused(replies).map(limitOf)).toEqual([[policy, policy.replace(/q=.*/, 'r=0;t=')]]);
});
