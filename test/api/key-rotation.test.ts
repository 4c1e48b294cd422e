import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { newId } from '../../platform/ids';
import { type ApiClient, apiClient, QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { type NewKey, newKey } from '../support/keys';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const rotate = (id: string, body?: Record<string, unknown>, headers = {}) =>
  handover.call('POST', `/auth/api-keys/${id}/rotate`, body, headers);
const rotateSecret = (id: string, body?: Record<string, unknown>) =>
  handover.call('POST', `/auth/api-keys/${id}/rotate-webhook-secret`, body);
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const me = (key: string) => handover.call('GET', '/auth/me', undefined, bearer(key));
const answer = (id: string, key: string) =>
  handover.call('POST', `/decisions/${id}/resolve`, { action: 'approve' }, bearer(key));
const minutesUntil = (time: string) => (Date.parse(time) - Date.now()) / 60_000;
/** The settings of a key, as they are rotated. */
const settingsIn = ({ id, key, prefix, created_at, last_used_at, ...settings }: Record<string, unknown>) => settings;
const eventsOf = (id: string) =>
  handover.db.auditEvent.findMany({
    where: { data: { path: ['api_key_id'], equals: id } },
    orderBy: { sequence: 'asc' },
  });

describe('a rotated key', () => {
  test('has a successor with the same settings and webhook secret, and ends after the overlap', async () => {
    const people = { approvers: ['sarah@company.com', 'ben@company.com'], backup_approver: 'ben@company.com' };
    const { made } = await newKey(handover, { name: 'billing', scopes: ['admin'], self_resolve: false, ...people });
    const { status, body } = await rotate(made.id);
    expect([status, settingsIn(body)]).toEqual([201, settingsIn({ ...made })]);
    expect([body.id === made.id, body.key === made.key]).toEqual([false, false]);
    const [, old] = (await handover.call('GET', '/auth/api-keys?limit=2')).body.data;
    expect(Math.round(minutesUntil(old.expires_at))).toBe(60);
    expect([(await me(made.key)).status, (await me(body.key)).status]).toEqual([200, 200]);
  });

  test('without an overlap ends at once', async () => {
    const { made } = await newKey(handover);
    const { body } = await rotate(made.id, { overlap_minutes: 0 });
    expect([(await me(made.key)).body.code, (await me(body.key)).status]).toEqual(['INVALID_KEY', 200]);
  });

  test('keeps its own end where that is sooner, and so does its successor', async () => {
    const expires_at = new Date(Date.now() + 120_000).toISOString();
    const { made } = await newKey(handover, { expires_at });
    const { body } = await rotate(made.id, { overlap_minutes: 600 });
    const [, old] = (await handover.call('GET', '/auth/api-keys?limit=2')).body.data;
    expect([old.id, old.expires_at, body.expires_at]).toEqual([made.id, expires_at, expires_at]);
  });

  test('hands on the rules of its own', async () => {
    const { made } = await newKey(handover);
    const { workspaceId } = await handover.db.apiKey.findUniqueOrThrow({ where: { id: made.id } });
    const policy = { workspaceId, apiKeyId: made.id, createdAt: new Date(), createdBy: 'somebody' };
    for (const version of [1, 2])
      await handover.db.policy.create({
        data: { ...policy, id: newId(), version, rules: [{ name: `rule ${version}` }] },
      });
    const { body } = await rotate(made.id);
    const [copied, ...more] = await handover.db.policy.findMany({ where: { apiKeyId: body.id } });
    expect([copied, more]).toMatchObject([{ version: 1, rules: [{ name: 'rule 2' }], createdBy: 'somebody' }, []]);
  });

  test('is rotated once for one Idempotency-Key, and its successor is kept nowhere as it is', async () => {
    const { made } = await newKey(handover);
    const [first, again] = [
      await rotate(made.id, {}, { 'idempotency-key': 'rotate' }),
      await rotate(made.id, {}, { 'idempotency-key': 'rotate' }),
    ];
    expect(again.body).toEqual(first.body);
    const kept = await handover.db.idempotency.findFirstOrThrow({ where: { key: 'rotate' } });
    expect(kept.body).not.toContain(first.body.key);
  });

  test('is audited with its successor, by the key that did it', async () => {
    const { made } = await newKey(handover);
    const { body } = await rotate(made.id, { overlap_minutes: 5 });
    const [, rotated] = await eventsOf(made.id);
    const data = { what: 'key', successor_id: body.id, previous_ends_at: expect.any(String) };
    expect(rotated).toMatchObject({ type: 'key.rotated', data, actor: { type: 'api_key', id: expect.any(String) } });
    expect((await eventsOf(body.id)).map(({ type }) => type)).toEqual(['key.created']);
  });
});

test.each([-1, '60', 525_601])('an overlap of %j minutes is refused', async (overlap_minutes) => {
  const { made } = await newKey(handover);
  for (const { status, body } of [
    await rotate(made.id, { overlap_minutes }),
    await rotateSecret(made.id, { overlap_minutes }),
  ])
    expect([status, body.details[0].path]).toEqual([400, 'overlap_minutes']);
});

describe('the webhook secret', () => {
  /** The callback of a decision that this key asked for. */
  const told = async (client: ApiClient) => {
    const id = await client.ask({ callback_url: handover.receiver.url });
    await client.answer(id, { action: 'approve' });
    return handover.receiver.next(({ body }) => body.decision.id === id);
  };
  type Told = Awaited<ReturnType<typeof told>>;
  const standard = ({ raw, headers }: Told, secret: string): boolean => {
    try {
      return Boolean(new Webhook(secret).verify(raw, headers as Record<string, string>));
    } catch {
      return false;
    }
  };
  /** As document 004 checks it. */
  const documented = ({ raw, headers }: Told, secret: string): boolean =>
    headers['x-handover-signature'] === `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;
  /** What a receiver with the old and one with the new secret take for genuine. */
  const verified = (callback: Told, before: NewKey, after: NewKey) => ({
    standard: [before, after].map(({ webhook_secret }) => standard(callback, webhook_secret)),
    documented: [before, after].map(({ webhook_secret }) => documented(callback, webhook_secret)),
  });

  test('is another one after its rotation; both sign until the overlap ends, and then the newest alone', async () => {
    const { made, client } = await newKey(handover);
    const { status, body } = await rotateSecret(made.id);
    expect([status, body.id, body.webhook_secret === made.webhook_secret]).toEqual([200, made.id, false]);
    expect((await me(made.key)).body.api_keys[0].webhook_secret).toBe(body.webhook_secret);
    const during = await told(client);
    expect(String(during.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect(verified(during, made, body)).toEqual({ standard: [true, true], documented: [false, true] });
    const ended = { previousWebhookSecretEndsAt: new Date() };
    await handover.db.apiKey.update({ where: { id: made.id }, data: ended });
    expect(verified(await told(client), made, body)).toEqual({ standard: [false, true], documented: [false, true] });
  });

  test('without an overlap signs no more', async () => {
    const { made, client } = await newKey(handover);
    const { body } = await rotateSecret(made.id, { overlap_minutes: 0 });
    expect(verified(await told(client), made, body)).toEqual({ standard: [false, true], documented: [false, true] });
  });

  test('is one for a key and what it was rotated into, whichever of them asked', async () => {
    const { made, client } = await newKey(handover);
    const { body: successor } = await rotate(made.id);
    const { body } = await rotateSecret(successor.id);
    for (const asker of [client, apiClient(handover.url, successor.key)])
      expect(verified(await told(asker), made, body)).toEqual({ standard: [true, true], documented: [false, true] });
  });

  test('has its rotation audited, and a day of overlap', async () => {
    const { made } = await newKey(handover);
    await rotateSecret(made.id);
    const [, rotated] = await eventsOf(made.id);
    const data = rotated?.data as { what: string; previous_ends_at: string };
    expect([rotated?.type, data.what]).toEqual(['key.rotated', 'webhook_secret']);
    expect(Math.round(minutesUntil(data.previous_ends_at))).toBe(1_440);
  });
});

describe('a key may answer what it asked for itself', () => {
  test('as tests do, without any page [h.testing]', async () => {
    const { client } = await newKey(handover);
    expect(await client.answer(await client.ask(), { action: 'approve' })).toMatchObject({ status: 200 });
  });

  test('but not with self_resolve false: another key can, and it can still cancel', async () => {
    const { made, client } = await newKey(handover, { self_resolve: false });
    const [id, other] = [await client.ask(), await client.ask()];
    expect(await answer(id, made.key)).toMatchObject({ status: 403, body: { code: 'SELF_RESOLVE' } });
    expect((await client.get(id)).status).toBe('pending');
    expect((await answer(await handover.ask(), made.key)).status).toBe(200);
    expect((await answer(id, handover.key.apiKey)).status).toBe(200);
    expect((await client.call('POST', `/decisions/${other}/cancel`)).body.status).toBe('denied');
  });

  test('a rotation is no way around', async () => {
    const { made, client } = await newKey(handover, { self_resolve: false });
    const id = await client.ask();
    const { body: second } = await rotate(made.id);
    const { body: third } = await rotate(second.id);
    const asked = await handover.call('POST', '/decisions', QUICK_START, bearer(third.key));
    for (const [decision, key] of [
      [id, second.key],
      [id, third.key],
      [asked.body.id, made.key],
    ] as const)
      expect((await answer(decision, key)).body.code).toBe('SELF_RESOLVE');
  });
});
