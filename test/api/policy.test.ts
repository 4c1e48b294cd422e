import { Webhook } from 'standardwebhooks';
import { type ApiClient, QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { newKey } from '../support/keys';
import { newTenant } from '../support/tenants';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const SMALL_REFUNDS = {
  name: 'Small refunds',
  when: { keywords: ['refund'], amount: { lt: 50 } },
  then: { outcome: 'approve', reason: 'Below the limit.' },
};
const NO_WIRES = { name: 'No wires', when: { keywords: ['wire transfer'] }, then: { outcome: 'deny' } };
const REFUND = { action: 'Refund order #4821', approver: 'finance@company.com', amount: 29.99 };

/** A key with rules of its own, so that no test's rules concern another's decisions. */
interface Agent extends ApiClient {
  readonly id: string;
  readonly secret: string;
  /** `?api_key_id=` of this key. */
  readonly scope: string;
  create(body: Record<string, unknown>, headers?: Record<string, string>): ReturnType<ApiClient['call']>;
}
async function agent(...rules: object[]): Promise<Agent> {
  return agentWith({}, ...rules);
}
async function agentWith(settings: object, ...rules: object[]): Promise<Agent> {
  const { made, client } = await newKey(handover, { scopes: ['decisions:read', 'decisions:write'], ...settings });
  const { id, webhook_secret: secret } = made;
  const scope = `?api_key_id=${id}`;
  if (rules.length > 0) await put({ rules }, scope);
  return { ...client, id, secret, scope, create: (body, headers) => client.call('POST', '/decisions', body, headers) };
}
const put = (body: object, scope = '') => handover.call('PUT', `/policy${scope}`, body);
const simulate = async (body: object, scope = '') =>
  (await handover.call('POST', `/policy/simulate${scope}`, body)).body;
/** The decision's audit, oldest first. */
async function eventsOf(id: string): Promise<{ type: string; actor: object; data: object }[]> {
  const { body } = await handover.call('GET', `/decisions/${id}/events`);
  return body.data.reverse();
}
const recipients = async () => (await handover.mailbox.all()).flatMap(({ to }) => to?.map(({ address }) => address));

describe('a decision that a rule resolves', () => {
  test('is approved in the reply to its create, with all there is to say [h.r.auto, h.f.amount, C13]', async () => {
    const { create, get } = await agent(SMALL_REFUNDS);
    const { status, body } = await create(REFUND);
    expect([status, body.status, body.auto_resolved, body.resolved_by]).toEqual([201, 'approved', true, 'policy']);
    expect(body).toMatchObject({ resolved_via: 'policy', resolved_at: body.created_at, assurance: null });
    expect(body).toMatchObject({ response_notes: 'Below the limit.', response_data: null });
    expect(body.policy_version).toEqual({ scope: 'key', version: 1, rule: 'Small refunds' });
    expect(await get(body.id)).toEqual(body);
  });

  test('is permitted, where it was approved and enforce is on [h.sp.fields]', async () => {
    const { create } = await agent(SMALL_REFUNDS, NO_WIRES);
    expect((await create({ ...REFUND, enforce: true })).body).toMatchObject({ enforce: true, action_permitted: true });
    const denied = (await create({ ...REFUND, action: 'A wire transfer', enforce: true })).body;
    expect(denied).toMatchObject({
      status: 'denied',
      auto_resolved: true,
      action_permitted: false,
      response_notes: null,
    });
  });

  test('is asked of nobody; the same under another key is [h.sp.rules, h.sp.fields]', async () => {
    const [ruled, other] = [await agent(SMALL_REFUNDS), await agent()];
    const unasked = { ...REFUND, approver: 'unasked@company.com' };
    const { body } = await ruled.create(unasked);
    const pending = await other.create({ ...unasked, approver: 'asked@company.com' });
    expect(await other.get(pending.body.id)).toMatchObject({
      status: 'pending',
      auto_resolved: false,
      policy_version: null,
    });
    await handover.mailbox.to('asked@company.com');
    expect(await recipients()).not.toContain('unasked@company.com');
    expect(await handover.db.notification.count({ where: { decisionId: body.id } })).toBe(0);
    await expect(handover.temporal.workflow.getHandle(`decision-${body.id}`).describe()).rejects.toThrow(/not found/i);
  });

  test('is in the audit with the rule, its version and its outcome [h.sp.audit]', async () => {
    const { create, id } = await agent(SMALL_REFUNDS);
    const [created, matched, resolved, ...more] = await eventsOf((await create(REFUND)).body.id);
    const actor = { type: 'policy', id: 'policy', assurance: null };
    expect(created).toMatchObject({ type: 'decision.created', actor: { type: 'api_key', id } });
    const data = { scope: 'key', version: 1, rule: 'Small refunds', outcome: 'approve' };
    expect(matched).toMatchObject({ type: 'policy.matched', actor, data });
    expect(resolved).toMatchObject({ type: 'decision.resolved', actor, data: { status: 'approved', via: 'policy' } });
    expect(more).toEqual([]);
  });

  test('is a row like any other: listed, and over', async () => {
    const { create, call, id } = await agent(SMALL_REFUNDS);
    const { body } = await create(REFUND);
    expect((await call('GET', `/decisions?api_key_id=${id}&status=approved`)).body.data).toEqual([body]);
    const answer = await handover.answer(body.id, { action: 'deny' });
    expect([answer.status, answer.body.code, answer.body.resolved_by]).toEqual([409, 'ALREADY_RESOLVED', 'policy']);
    expect((await handover.call('POST', `/decisions/${body.id}/cancel`, {})).status).toBe(409);
  });

  test('counts towards the month [h.sp.quota]', async () => {
    const tenant = await newTenant(handover);
    const api = await handover.anotherApi({ HANDOVER_LIMITS: { decisions_per_month: 2 } });
    const { call } = tenant.at(api);
    await call('PUT', '/policy', { rules: [SMALL_REFUNDS] });
    const replies = [];
    for (let count = 0; count < 3; count += 1) replies.push(await call('POST', '/decisions', REFUND));
    expect(replies.map(({ status, body }) => [status, body.status])).toEqual([
      [201, 'approved'],
      [201, 'approved'],
      [429, undefined],
    ]);
  });

  test('is told by a signed callback, and by that alone, on either channel [C19]', async () => {
    const { create, secret } = await agent(SMALL_REFUNDS);
    for (const channel of ['email', 'webhook']) {
      const { body } = await create({ ...REFUND, channel, callback_url: handover.receiver.url });
      const told = await handover.receiver.next((callback) => callback.body.decision.id === body.id);
      const resolution = { status: 'approved', resolved_by: 'policy', action_permitted: true };
      expect(told.body).toMatchObject({ event: 'decision.resolved', decision: resolution });
      expect(new Webhook(secret).verify(told.raw, told.headers as Record<string, string>)).toEqual(told.body);
      expect(await handover.db.delivery.count({ where: { decisionId: body.id } })).toBe(1);
    }
  });

  test('is the same decision when the same create comes again', async () => {
    const { create, id } = await agent(SMALL_REFUNDS);
    const headers = { 'idempotency-key': 'once' };
    const first = await create({ ...REFUND, callback_url: handover.receiver.url }, headers);
    const again = await create({ ...REFUND, callback_url: handover.receiver.url }, headers);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await handover.db.decision.count({ where: { apiKeyId: id } })).toBe(1);
  });

  test('has no data and no time, whatever its response type asks for', async () => {
    const { create } = await agent({ name: 'all', when: {}, then: { outcome: 'approve' } });
    for (const response_type of [
      { type: 'choose', choices: ['a', 'b'] },
      { type: 'schedule', allow_immediate: false },
    ]) {
      const { body } = await create({ ...QUICK_START, response_type });
      expect(body).toMatchObject({ status: 'approved', response_data: null, execute_at: null });
    }
  });
});

test.each([
  [49.99, 'approved'],
  [50, 'pending'],
  [undefined, 'pending'],
])('with "below 50" an amount of %d is %s [h.sp.amount, C15]', async (amount, status) => {
  const { create } = await agent({ name: 'below 50', when: { amount: { lt: 50 } }, then: { outcome: 'approve' } });
  expect((await create({ ...REFUND, amount })).body.status).toBe(status);
});

describe('a rule that asks', () => {
  const ROUTED = { approver: 'lead@company.com', backup_approver: 'ben@company.com', escalate_after_minutes: 30 };
  const route = (then: object) => ({
    name: 'To the lead',
    when: { keywords: ['deploy'] },
    then: { outcome: 'ask', ...then },
  });
  const DEPLOY = { action: 'Deploy v3', approver: 'sarah@company.com' };

  test('says whom: they are asked, and nobody else', async () => {
    const { create, get } = await agent(route(ROUTED));
    const { body } = await create(DEPLOY);
    expect(Object.keys(body).sort()).toEqual(['created_at', 'expires_at', 'id', 'status']);
    const policy_version = { scope: 'key', version: 1, rule: 'To the lead' };
    expect(await get(body.id)).toMatchObject({
      ...pick(ROUTED),
      status: 'pending',
      auto_resolved: false,
      policy_version,
    });
    await handover.mailbox.to('lead@company.com');
    expect(await handover.db.assignment.findMany({ where: { decisionId: body.id, status: 'asked' } })).toMatchObject([
      { approver: 'lead@company.com' },
    ]);
  });

  test('is in the audit beside what was asked for', async () => {
    const { create } = await agent(route(ROUTED));
    const [created, matched] = await eventsOf((await create(DEPLOY)).body.id);
    expect(created).toMatchObject({
      type: 'decision.created',
      data: { approver: 'sarah@company.com', channel: 'email' },
    });
    expect(matched).toMatchObject({ type: 'policy.matched', data: { rule: 'To the lead', outcome: 'ask' } });
  });

  test('can ask over another channel, and not for a level that nobody there could give', async () => {
    const { create } = await agent(route({ channel: 'webhook' }));
    const { body } = await create({ ...DEPLOY, callback_url: handover.receiver.url });
    await handover.receiver.next((told) => told.body.event === 'decision.created' && told.body.decision.id === body.id);
    const { create: createSurely } = await agent(route({ min_assurance: 'login', channel: 'webhook' }));
    const refused = await createSurely({ ...DEPLOY, callback_url: handover.receiver.url });
    expect([refused.status, refused.body.details[0].path]).toEqual([400, 'min_assurance']);
  });

  test('can ask only whom the key may ask', async () => {
    const { create } = await agentWith({ approvers: ['sarah@company.com', 'lead@company.com'] }, route(ROUTED));
    const { status, body } = await create(DEPLOY);
    expect([status, body.code, body.error]).toEqual([
      403,
      'APPROVER_NOT_ALLOWED',
      expect.stringContaining('ben@company.com'),
    ]);
  });

  test('that does not go with the request refuses it, and is named', async () => {
    const { create, id } = await agent(route(ROUTED));
    const { status, body } = await create({ ...DEPLOY, timeout_minutes: 30 });
    expect([status, body.details[0].path, body.error]).toEqual([
      400,
      'timeout_minutes',
      expect.stringContaining('"To the lead"'),
    ]);
    expect(await handover.db.decision.count({ where: { apiKeyId: id } })).toBe(0);
  });

  const pick = ({ approver, backup_approver }: typeof ROUTED) => ({ approver, backup_approver });
});

describe('the rules of a workspace', () => {
  afterEach(() => put({ rules: [] }));

  test("come after the key's own, and hold for every key", async () => {
    const asks = { ...SMALL_REFUNDS, name: 'Always ask', then: { outcome: 'ask' } };
    const [strict, plain] = [await agent(asks), await agent()];
    const { version } = (await put({ rules: [SMALL_REFUNDS] })).body;
    expect((await strict.get((await strict.create(REFUND)).body.id)).policy_version?.rule).toBe('Always ask');
    expect((await plain.create(REFUND)).body.policy_version).toEqual({
      scope: 'workspace',
      version,
      rule: 'Small refunds',
    });
    expect((await strict.create({ ...REFUND, amount: 60 })).body.status).toBe('pending');
  });

  test('hold for every decision from the moment they are written', async () => {
    const { create } = await agent();
    for (const outcome of ['approve', 'deny', 'approve', 'deny']) {
      await put({ rules: [{ ...SMALL_REFUNDS, then: { outcome } }] });
      expect((await create(REFUND)).body.status).toBe(outcome === 'approve' ? 'approved' : 'denied');
    }
  });
});

describe('versions', () => {
  test('begin at 0, without rules, and count up', async () => {
    const { scope } = await agent();
    const empty = { version: 0, rules: [], note: null, created_at: null, created_by: null };
    expect((await handover.call('GET', `/policy${scope}`)).body).toEqual(empty);
    const { status, body } = await put({ rules: [SMALL_REFUNDS], note: 'A first try' }, scope);
    const written = { version: 1, rules: [SMALL_REFUNDS], note: 'A first try', created_by: 'first key' };
    expect([status, body]).toEqual([200, { ...written, created_at: expect.stringMatching(/Z$/) }]);
    expect((await handover.call('GET', `/policy${scope}`)).body).toEqual(body);
    expect((await put({ rules: [] }, scope)).body.version).toBe(2);
  });

  test('are listed, newest first, and never change', async () => {
    const { scope } = await agent(SMALL_REFUNDS);
    await put({ rules: [NO_WIRES] }, scope);
    await put({ rules: [] }, scope);
    const list = async (query: string) => (await handover.call('GET', `/policy/versions${scope}${query}`)).body;
    const { data, next_cursor, has_more } = await list('&limit=2');
    expect([data.map(({ version }: { version: number }) => version), has_more]).toEqual([[3, 2], true]);
    expect(await list(`&cursor=${next_cursor}`)).toMatchObject({
      data: [{ version: 1, rules: [SMALL_REFUNDS] }],
      has_more: false,
    });
    await expect(handover.db.sql`UPDATE policies SET rules = '[]'`).rejects.toThrow('permission denied');
  });

  test('are restored as new ones', async () => {
    const { scope, create } = await agent(SMALL_REFUNDS);
    await put({ rules: [] }, scope);
    const { status, body } = await handover.call('POST', `/policy/versions/1/restore${scope}`);
    expect([status, body.version, body.rules]).toEqual([200, 3, [SMALL_REFUNDS]]);
    expect((await create(REFUND)).body.policy_version.version).toBe(3);
    for (const version of ['4', '0', '1.5', 'x', '99999999999'])
      expect((await handover.call('POST', `/policy/versions/${version}/restore${scope}`)).status).toBe(404);
  });

  test('that were not expected are a conflict, and nothing is written', async () => {
    const { scope } = await agent(SMALL_REFUNDS);
    const { status, body } = await put({ rules: [], expected_version: 0 }, scope);
    expect([status, body.code, body.error]).toEqual([
      409,
      'VERSION_CONFLICT',
      expect.stringContaining('version 1, not 0'),
    ]);
    expect((await put({ rules: [], expected_version: 1 }, scope)).body.version).toBe(2);
  });

  test('written at once are one after the other, and of those that expect the same only one stands', async () => {
    const { scope } = await agent();
    const all = await Promise.all(Array.from({ length: 10 }, () => put({ rules: [] }, scope)));
    expect(all.map(({ body }) => body.version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const race = await Promise.all(Array.from({ length: 10 }, () => put({ rules: [], expected_version: 10 }, scope)));
    expect(race.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
  });

  test('are audited with whose they are, their number and note, and who wrote them', async () => {
    const { id } = await agent(SMALL_REFUNDS);
    const { id: writer } = await handover.db.apiKey.findFirstOrThrow({ where: { name: 'first key' } });
    const { body } = await handover.call('GET', '/audit?type=policy.changed&limit=1');
    const data = { scope: 'key', api_key_id: id, version: 1, note: null };
    expect(body.data[0]).toMatchObject({ actor: { type: 'api_key', id: writer }, decision_id: null, data });
  });
});

describe('a simulation', () => {
  test('says what would have come of the last decisions, and changes nothing', async () => {
    const { scope, create } = await agent(SMALL_REFUNDS);
    const approved = (await create(REFUND)).body;
    const asked = (await create({ ...REFUND, action: 'A wire transfer', amount: 900 })).body;
    await create({ ...REFUND, amount: 60 });
    const before = await handover.db.auditEvent.count();
    const { evaluated, changed, totals } = await simulate({ rules: [NO_WIRES] }, scope);
    expect([evaluated, totals]).toEqual([3, { approve: 0, deny: 1, ask: 2 }]);
    expect(changed).toEqual([
      { decision_id: asked.id, action: 'A wire transfer', was: 'ask', would_be: 'deny', rule: 'No wires' },
      { decision_id: approved.id, action: REFUND.action, was: 'approve', would_be: 'ask', rule: null },
    ]);
    expect(await handover.db.auditEvent.count()).toBe(before);
    expect((await handover.call('GET', `/policy${scope}`)).body.version).toBe(1);
  });

  test('looks at the last so many', async () => {
    const { scope, create } = await agent();
    for (let count = 0; count < 3; count += 1) await create(REFUND);
    expect(await simulate({ rules: [SMALL_REFUNDS], last: 2 }, scope)).toMatchObject({
      evaluated: 2,
      totals: { approve: 2 },
    });
  });

  test('judges what was asked for, not whom a rule sent it to', async () => {
    const { scope, create } = await agent({
      name: 'Lead',
      when: {},
      then: { outcome: 'ask', approver: 'lead@company.com' },
    });
    await create(REFUND);
    const when = { approver: ['finance@company.com'] };
    const tried = { rules: [{ name: 'Of finance', when, then: { outcome: 'deny' } }] };
    expect(await simulate(tried, scope)).toMatchObject({ evaluated: 1, totals: { deny: 1 } });
  });

  test('of the workspace keeps the rules that keys have', async () => {
    const [ruled, plain] = [await agent(NO_WIRES), await agent()];
    const wire = { ...REFUND, action: 'A wire transfer' };
    const { id: denied } = (await ruled.create(wire)).body;
    const { id: asked } = (await plain.create(wire)).body;
    const { changed } = await simulate({ rules: [{ name: 'all', when: {}, then: { outcome: 'approve' } }], last: 2 });
    expect(changed).toEqual([
      { decision_id: asked, action: wire.action, was: 'ask', would_be: 'approve', rule: 'all' },
    ]);
    expect(denied).toBeTruthy();
  });

  test.each([0, 1_001, 1.5])('of the last %d is refused', async (last) => {
    expect(await simulate({ rules: [], last })).toMatchObject({ details: [{ path: 'last' }] });
  });
});

describe('the routes', () => {
  test.each([
    ['GET', '/policy'],
    ['PUT', '/policy'],
    ['GET', '/policy/versions'],
    ['POST', '/policy/versions/1/restore'],
    ['POST', '/policy/simulate'],
  ])('%s %s needs the scope admin', async (method, path) => {
    const { call } = await agent();
    expect((await call(method, path, method === 'GET' ? undefined : { rules: [] })).body.code).toBe('FORBIDDEN');
  });

  test.each([
    ['of another workspace', async () => (await newTenant(handover)).keyId],
    ['that never was', async () => '01995d2e-7a41-7c3e-9f10-2b8d6e4a5c77'],
  ])('know no key %s', async (_whose, keyId) => {
    const scope = `?api_key_id=${await keyId()}`;
    for (const path of ['/policy', '/policy/versions'])
      expect((await handover.call('GET', `${path}${scope}`)).body.code).toBe('NOT_FOUND');
    expect((await handover.call('POST', `/policy/simulate${scope}`, { rules: [] })).status).toBe(404);
    expect((await handover.call('POST', `/policy/versions/1/restore${scope}`, {})).status).toBe(404);
    expect((await put({ rules: [] }, scope)).status).toBe(404);
  });

  test('name what is wrong, and write nothing', async () => {
    const { scope } = await agent();
    const { status, body } = await put(
      { rules: [{ ...NO_WIRES, then: { outcome: 'ask', channel: 'pigeon' } }] },
      scope,
    );
    expect([status, body.details[0].path]).toEqual([400, 'rules.0.then.channel']);
    expect((await put({ rule: [] }, scope)).body.details).toMatchObject([{ path: 'rules' }, { path: 'rule' }]);
    expect((await handover.call('GET', `/policy${scope}`)).body.version).toBe(0);
    expect((await handover.call('DELETE', '/policy')).headers.get('allow')).toBe('GET, PUT');
  });
});
