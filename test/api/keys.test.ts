import { createKey } from '../../accounts/bootstrap';
import { newId } from '../../platform/ids';
import { createSecrets } from '../../platform/secrets';
import { apiClient, QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { newKey } from '../support/keys';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ worker: false });
});
afterAll(() => handover?.stop());

const KEYS = '/auth/api-keys';
const secrets = () => createSecrets(handover.config.HANDOVER_SECRET);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const change = (id: string, body: Record<string, unknown>) => handover.call('PATCH', `${KEYS}/${id}`, body);
/** Every row of every table, as text. */
async function dump(): Promise<string> {
  const tables = await handover.db.sql<{ name: string }>`
    SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public'`;
  const rows = await Promise.all(
    tables.map(({ name }) => handover.db.$queryRawUnsafe(`SELECT t::text FROM ${name} t`)),
  );
  return JSON.stringify(rows);
}
/** What the audit says was done to a key. */
async function auditOf(id: string) {
  const { body } = await handover.call('GET', '/audit?limit=100');
  return body.data.filter(({ data }: { data: { api_key_id?: string } }) => data.api_key_id === id).reverse();
}

test('a key is made with a webhook secret, and can ask at once [h.createkey, h.prefix, C34]', async () => {
  const { status, body } = await handover.call('POST', KEYS, { name: 'billing agent' });
  expect([status, body.key, body.webhook_secret]).toEqual([
    201,
    expect.stringMatching(/^ho_live_[0-9A-Za-z]{36}$/),
    expect.stringMatching(/^whsec_[0-9A-Za-z+/]{43}=$/),
  ]);
  expect((await apiClient(handover.url, body.key).call('POST', '/decisions', QUICK_START)).status).toBe(201);
});

test('a key shows every field, and what is left out has its default', async () => {
  const { body } = await handover.call('POST', KEYS, {});
  const { id, key, webhook_secret, created_at, ...rest } = body;
  expect(rest).toEqual({
    ...{ name: 'made over the API', prefix: key.slice(0, 12), approvers: [], backup_approver: null },
    scopes: ['decisions:read', 'decisions:write', 'decisions:resolve', 'approvals:read', 'approvals:write'],
    ...{ self_resolve: true, last_used_at: null, expires_at: null, revoked_at: null },
  });
  expect(Date.parse(created_at)).toBeGreaterThan(Date.now() - 60_000);
});

test('the key itself is shown once, and kept nowhere as it is [h.onceonly]', async () => {
  const idempotent = { 'idempotency-key': 'once' };
  const { body } = await handover.call('POST', KEYS, { name: 'once' }, idempotent);
  const { key, ...rest } = body;
  expect((await handover.call('GET', KEYS)).body.data.find(({ id }: { id: string }) => id === rest.id)).toEqual(rest);
  expect((await change(rest.id, { name: 'twice' })).body).not.toHaveProperty('key');
  const kept = await dump();
  expect(kept).toContain(rest.prefix);
  expect([kept.includes(key), kept.includes(rest.webhook_secret)]).toEqual([false, false]);
});

test('the same request with its Idempotency-Key makes one key, and gives the same reply', async () => {
  const make = () => handover.call('POST', KEYS, { name: 'idempotent' }, { 'idempotency-key': 'make' });
  const [first, again] = [await make(), await make()];
  expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([201, first.body, 'true']);
  expect(await handover.db.apiKey.count({ where: { name: 'idempotent' } })).toBe(1);
});

test('two keys have two webhook secrets', async () => {
  const [one, other] = [await newKey(handover), await newKey(handover)];
  expect(one.made.webhook_secret).not.toBe(other.made.webhook_secret);
});

test.each([
  ['a name of white space', { name: ' ' }, 'name'],
  ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
  ['no scope', { scopes: [] }, 'scopes'],
  ['a scope twice', { scopes: ['decisions:read', 'decisions:read'] }, 'scopes'],
  ['an unknown scope', { scopes: ['everything'] }, 'scopes.0'],
  ['an end that is no time', { expires_at: 'tomorrow' }, 'expires_at'],
  ['an end in the past', { expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
  ['a list that is none', { approvers: 'sarah@company.com' }, 'approvers'],
  ['an approver that is no address', { approvers: ['sarah'] }, 'approvers.0'],
  ['an approver twice', { approvers: ['sarah@company.com', 'Sarah@Company.com'] }, 'approvers'],
  ['101 approvers', { approvers: Array.from({ length: 101 }, (_, n) => `a${n}@company.com`) }, 'approvers'],
  ['a backup that is no address', { backup_approver: 'ben' }, 'backup_approver'],
  [
    'a backup off the list',
    { approvers: ['sarah@company.com'], backup_approver: 'ben@company.com' },
    'backup_approver',
  ],
  ['self_resolve that is no boolean', { self_resolve: 'no' }, 'self_resolve'],
  ['an unknown field', { tier: 'enterprise' }, 'tier'],
])('%s is refused, and the field named, whether a key is made or changed', async (_what, body, path) => {
  const { made } = await newKey(handover);
  const keys = await handover.db.apiKey.count();
  for (const refused of [await handover.call('POST', KEYS, body), await change(made.id, body)]) {
    expect([refused.status, refused.body.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(refused.body.details.map((detail: { path: string }) => detail.path)).toEqual([path]);
  }
  expect(await handover.db.apiKey.count()).toBe(keys);
  expect(await auditOf(made.id)).toHaveLength(1);
});

describe('a change', () => {
  test('changes what is given, and leaves the rest', async () => {
    const { made } = await newKey(handover, { name: 'before', approvers: ['sarah@company.com'] });
    const given = { name: 'after', scopes: ['decisions:read'], expires_at: inDays(1), self_resolve: false };
    const { status, body } = await change(made.id, given);
    const { key, ...before } = made;
    expect([status, body]).toEqual([200, { ...before, ...given }]);
    expect((await handover.call('GET', `${KEYS}?limit=1`)).body.data).toEqual([body]);
    expect((await change(made.id, {})).body).toEqual(body);
  });

  test('clears with null what can be empty, and refuses it elsewhere', async () => {
    const backup = { approvers: ['sarah@company.com'], backup_approver: 'sarah@company.com' };
    const { made } = await newKey(handover, { ...backup, expires_at: inDays(1) });
    const cleared = await change(made.id, { backup_approver: null, expires_at: null });
    expect(cleared.body).toMatchObject({ ...backup, backup_approver: null, expires_at: null });
    const { body } = await change(made.id, { name: null, scopes: null, approvers: null, self_resolve: null });
    const fields = body.details.map((detail: { path: string }) => detail.path);
    expect([body.code, fields]).toEqual(['VALIDATION_ERROR', ['name', 'scopes', 'approvers', 'self_resolve']]);
  });

  test('to a list without the backup is refused', async () => {
    const { made } = await newKey(handover, { backup_approver: 'ben@company.com' });
    const { status, body } = await change(made.id, { approvers: ['sarah@company.com'] });
    expect([status, body.details[0].path]).toEqual([400, 'backup_approver']);
  });

  test('counts from the next request on', async () => {
    const { made, client } = await newKey(handover);
    await change(made.id, { scopes: ['decisions:read'] });
    expect((await client.call('POST', '/decisions', QUICK_START)).body.code).toBe('FORBIDDEN');
    await change(made.id, { scopes: ['decisions:write'] });
    expect((await client.call('POST', '/decisions', QUICK_START)).status).toBe(201);
  });
});

describe('a key ends', () => {
  test('revoked through one process, it is INVALID_KEY in every other at once, and stays so [h.invalidkey]', async () => {
    const other = await handover.anotherApi();
    const { made } = await newKey(handover);
    const elsewhere = apiClient(`http://127.0.0.1:${other.port}`, made.key);
    expect((await elsewhere.call('GET', '/auth/me')).status).toBe(200);
    expect((await handover.call('DELETE', `${KEYS}/${made.id}`)).status).toBe(204);
    const { status, body } = await elsewhere.call('GET', '/auth/me');
    expect([status, body.code]).toEqual([401, 'INVALID_KEY']);
  });

  test('revoked, it is listed with its time, can be revoked again, and cannot be changed or rotated', async () => {
    const { made } = await newKey(handover);
    for (const _ of ['once', 'twice']) expect((await handover.call('DELETE', `${KEYS}/${made.id}`)).status).toBe(204);
    const [{ revoked_at }] = (await handover.call('GET', `${KEYS}?limit=1`)).body.data;
    for (const refused of [
      await change(made.id, { name: 'x' }),
      await handover.call('POST', `${KEYS}/${made.id}/rotate`),
    ])
      expect([refused.status, refused.body.error]).toEqual([404, expect.stringContaining(revoked_at)]);
    expect((await auditOf(made.id)).map(({ type }: { type: string }) => type)).toEqual(['key.created', 'key.revoked']);
  });

  test('at its expires_at it is INVALID_KEY', async () => {
    const { made, client } = await newKey(handover, { expires_at: inDays(1) });
    expect((await client.call('GET', '/auth/me')).status).toBe(200);
    await handover.db.apiKey.update({ where: { id: made.id }, data: { expiresAt: new Date() } });
    expect(await client.call('GET', '/auth/me')).toMatchObject({ status: 401, body: { code: 'INVALID_KEY' } });
    const rotated = await handover.call('POST', `${KEYS}/${made.id}/rotate`);
    expect([rotated.status, rotated.body.error]).toEqual([404, expect.stringContaining('expired at')]);
  });
});

test("another workspace's key, and one that never was, are NOT_FOUND", async () => {
  const workspace = await handover.db.workspace.create({ data: { id: newId(), name: 'other.com' } });
  const theirs = await createKey(handover.db, secrets(), workspace.id, 'theirs');
  for (const id of [theirs.id, newId(), 'x']) {
    const replies = [
      await change(id, { name: 'mine' }),
      await handover.call('DELETE', `${KEYS}/${id}`),
      await handover.call('POST', `${KEYS}/${id}/rotate`),
      await handover.call('POST', `${KEYS}/${id}/rotate-webhook-secret`),
    ];
    expect(replies.map(({ status, body }) => [status, body.error])).toEqual(Array(4).fill([404, 'API key not found']));
  }
  expect(await handover.db.apiKey.count({ where: { workspaceId: workspace.id } })).toBe(1);
});

test('without the scope admin a key sees itself alone, and changes nothing', async () => {
  const { made, client } = await newKey(handover);
  const { key, ...itself } = made;
  const seen = await client.call('GET', KEYS);
  expect([seen.body.data.length, seen.body.data[0].id, seen.body.has_more]).toEqual([1, itself.id, false]);
  const path = `${KEYS}/${made.id}`;
  for (const [method, route] of [
    ['POST', KEYS],
    ['PATCH', path],
    ['DELETE', path],
    ['POST', `${path}/rotate`],
    ['POST', `${path}/rotate-webhook-secret`],
  ] as const)
    expect(await client.call(method, route, { scopes: ['admin'] })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN', error: expect.stringContaining('admin') },
    });
  expect(await auditOf(made.id)).toHaveLength(1);
});

test('the list is newest first, and goes on where it was left', async () => {
  const made = [await newKey(handover), await newKey(handover), await newKey(handover)].map((one) => one.made.id);
  const first = (await handover.call('GET', `${KEYS}?limit=2`)).body;
  const next = (await handover.call('GET', `${KEYS}?limit=1&cursor=${first.next_cursor}`)).body;
  const ids = [...first.data, ...next.data].map(({ id }: { id: string }) => id);
  expect([first.has_more, ids]).toEqual([true, made.reverse()]);
});

test('its last use is noted, once for many requests in a minute', async () => {
  const { made, client } = await newKey(handover);
  const { lastUsedAt } = await until('a use is noted', async () => {
    await Promise.all([client.call('GET', '/auth/me'), client.call('GET', '/decisions')]);
    return handover.db.apiKey.findFirst({ where: { id: made.id, lastUsedAt: { not: null } } });
  });
  const { body } = await client.call('GET', '/auth/me');
  expect(body.api_keys[0].last_used_at).toBe(lastUsedAt?.toISOString());
});

test('making and changing keys is audited, by the key that did it, with no secret', async () => {
  const { id: apiKeyId } = (await handover.call('GET', '/auth/me')).body.api_keys[0];
  const { made } = await newKey(handover, { name: 'audited', scopes: ['decisions:read'] });
  await change(made.id, { scopes: ['admin'], approvers: ['sarah@company.com'] });
  const [created, changed] = await auditOf(made.id);
  expect(created).toMatchObject({ type: 'key.created', data: { name: 'audited', scopes: ['decisions:read'] } });
  expect(changed).toMatchObject({ type: 'key.changed', data: { fields: ['scopes', 'approvers'] } });
  for (const { actor } of [created, changed]) expect(actor).toEqual({ type: 'api_key', id: apiKeyId, assurance: null });
  expect(JSON.stringify([created, changed])).not.toMatch(/whsec_|ho_live_[0-9A-Za-z]{5}/);
});

describe('GET /auth/me', () => {
  test('shows the account, its tier and usage, and its keys, the one that asks first [h.authme]', async () => {
    const { body: before } = await handover.call('GET', '/auth/me');
    await handover.ask();
    const { status, body } = await handover.call('GET', '/auth/me');
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['id', 'email', 'name', 'workspace', 'tier', 'usage', 'api_keys']);
    expect(body).toMatchObject({ email: 'owner@company.com', name: null, workspace: { name: 'company.com' } });
    const now = new Date();
    const resets_at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)).toISOString();
    expect([body.tier, body.usage]).toEqual([
      'self_hosted',
      { decisions: before.usage.decisions + 1, limit: null, resets_at },
    ]);
    const [own, ...others] = body.api_keys;
    expect([own.name, own.webhook_secret]).toEqual(['first key', handover.key.webhookSecret]);
    expect(others.every((key: { revoked_at: string | null }) => key.revoked_at === null)).toBe(true);
  });

  test('needs no scope, and shows a key without admin itself alone', async () => {
    const { made, client } = await newKey(handover, { scopes: ['approvals:read'] });
    const { status, body } = await client.call('GET', '/auth/me');
    expect([status, body.api_keys.map(({ id }: { id: string }) => id)]).toEqual([200, [made.id]]);
  });

  test('counts the decisions of this month, and of no other', async () => {
    const { body: before } = await handover.call('GET', '/auth/me');
    const id = await handover.ask();
    await handover.db
      .$executeRaw`UPDATE decisions SET id = ${`01890000${newId().slice(8)}`}::uuid WHERE id = ${id}::uuid`;
    expect((await handover.call('GET', '/auth/me')).body.usage.decisions).toBe(before.usage.decisions);
  });

  test('shows keys whose webhook secret was sealed under another HANDOVER_SECRET', async () => {
    const { made } = await newKey(handover);
    await handover.db.apiKey.update({ where: { id: made.id }, data: { webhookSecret: new Uint8Array(40) } });
    const { body } = await handover.call('GET', KEYS);
    expect(body.data[0]).toMatchObject({ id: made.id, webhook_secret: null });
  });
});
