import { v7 } from 'uuid';
import { monthOf } from '../../accounts/quota';
import type { TierName } from '../../contract/tiers';
import type { Config } from '../../platform/config';
import { QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { scrape, total } from '../support/prometheus';
import { newTenant } from '../support/tenants';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ worker: false });
});
afterAll(() => handover?.stop());

const REFUSED = { error: 'Rate limit exceeded', code: 'RATE_LIMIT' };
/** The account holder is one whom every tier lets be asked. */
const QUESTION = { ...QUICK_START, approver: 'owner@company.com' };

/** A new workspace, and its agent at an API of this tier. */
async function workspaceOf(tier: TierName, limits: Config['HANDOVER_LIMITS'] = {}) {
  const api = await handover.anotherApi({ HANDOVER_DEFAULT_TIER: tier, HANDOVER_LIMITS: limits });
  const { workspaceId, keyId: apiKeyId, at } = await newTenant(handover);
  const made = (at: Date, over = {}) =>
    handover.db.decision.create({
      data: {
        ...{ id: v7({ msecs: at.getTime() }), workspaceId, apiKeyId, createdAt: at, changedAt: at },
        ...{ action: 'Deploy', urgency: 'medium', channel: 'email', responseType: {}, minAssurance: 'link' },
        ...{ requireReasonOnDeny: false, enforce: false, plan: {}, state: {}, status: 'expired', endedAt: at, ...over },
      },
    });
  return {
    api,
    ask: (over: object = {}, headers = {}) => at(api).call('POST', '/decisions', { ...QUESTION, ...over }, headers),
    /** So many decisions were made at some moment. */
    has: (count: number, when = new Date(), over = {}) =>
      Promise.all(Array.from({ length: count }, () => made(when, over))),
    kept: () => handover.db.decision.count({ where: { workspaceId } }),
  };
}

test.each([
  ['free', 10],
  ['pro', 100],
  ['scale', 500],
] as const)(
  '%s makes %i decisions a month, and not one more, whoever asks at once [h.q.free, h.q.pro, h.q.scale]',
  async (tier, most) => {
    const { ask, has, kept } = await workspaceOf(tier);
    await has(most - 2);
    const replies = await Promise.all([ask(), ask(), ask({ channel: 'webhook', callback_url: handover.receiver.url })]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 429]);
    expect((await ask()).body).toEqual(REFUSED);
    expect(await kept()).toBe(most);
  },
);

test('enterprise makes as many as it likes [h.q.ent]', async () => {
  const { ask, has } = await workspaceOf('enterprise');
  await has(501);
  expect((await ask()).status).toBe(201);
});

test('what is refused for the month can come again when the next one begins [h.q.429, C36]', async () => {
  const { api, ask, has } = await workspaceOf('free');
  await has(10);
  const before = Date.now();
  const { status, body, headers } = await ask();
  const next = monthOf(new Date(before)).until.getTime();
  expect([status, body]).toEqual([429, REFUSED]);
  const retryAfter = Number(headers.get('retry-after'));
  expect(retryAfter).toBeLessThanOrEqual(Math.ceil((next - before) / 1_000));
  expect(retryAfter).toBeGreaterThanOrEqual(Math.ceil((next - Date.now()) / 1_000));
  expect(total(await scrape(api.metricsPort), 'handover_rate_limited_total', { bucket: 'month' })).toBe(1);
});

test('other months and other workspaces do not count', async () => {
  const { ask, has } = await workspaceOf('free', { decisions_per_month: 1 });
  const { from, until } = monthOf(new Date());
  await has(3, new Date(from.getTime() - 1));
  await has(3, until);
  await (await workspaceOf('free')).has(3);
  expect((await ask()).status).toBe(201);
  expect((await ask()).status).toBe(429);
});

test('the first and the last moment of a month count', async () => {
  const { ask, has } = await workspaceOf('free', { decisions_per_month: 2 });
  const { from, until } = monthOf(new Date());
  await has(1, from);
  await has(1, new Date(until.getTime() - 1));
  expect((await ask()).status).toBe(429);
});

test('decisions that a policy resolved count [h.sp.quota]', async () => {
  const { ask, has } = await workspaceOf('free', { decisions_per_month: 2 });
  await has(2, new Date(), { status: 'approved' });
  expect((await ask()).status).toBe(429);
});

test('what is refused does not count, and what is repeated counts once', async () => {
  const { ask, kept } = await workspaceOf('free', { decisions_per_month: 2 });
  const once = { 'idempotency-key': 'once' };
  expect((await ask({ urgency: 'urgent' })).status).toBe(400);
  const [first, again] = [await ask({}, once), await ask({}, once)];
  expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
  expect((await ask()).status).toBe(201);
  expect((await ask({}, { 'idempotency-key': 'late' })).status).toBe(429);
  expect(await kept()).toBe(2);
  expect(await handover.db.idempotency.count({ where: { key: 'late' } })).toBe(0);
});
