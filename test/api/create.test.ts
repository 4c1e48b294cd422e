import { QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ env: { HANDOVER_MAX_OPEN_PER_KEY: '200' } });
});
afterAll(() => handover?.stop());

const create = (over: Record<string, unknown>) => handover.call('POST', '/decisions', { ...QUICK_START, ...over });
const minutes = (body: { created_at: string; expires_at: string }) =>
  (Date.parse(body.expires_at) - Date.parse(body.created_at)) / 60_000;

test('a create answers 201 with id, status, expires_at and created_at, and nothing else [h.create, h.r.create, h.uuid]', async () => {
  const { status, body, headers } = await create({});
  expect(status).toBe(201);
  expect(Object.keys(body).sort()).toEqual(['created_at', 'expires_at', 'id', 'status']);
  expect(body.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(body.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(headers.get('x-request-id')).toBeTruthy();
});

test('what is left out has its documented default [h.f.urgency, h.f.timeout, h.f.options, h.f.channel, h.f.rtype]', async () => {
  const { body } = await handover.call('POST', '/decisions', { action: 'Deploy v3', approver: 'sarah@company.com' });
  expect(minutes(body)).toBe(60);
  const shown = await handover.get(body.id);
  expect(shown).toMatchObject({ urgency: 'medium', channel: 'email', options: ['approve', 'deny', 'modify'] });
  expect(shown).toMatchObject({
    response_type: { type: 'approve_deny' },
    context: null,
    metadata: null,
    resolved_at: null,
  });
  expect(shown).not.toHaveProperty('enforce');
});

test('metadata, amount and agent come back as they were given', async () => {
  const given = {
    metadata: { deal: 'D-2291', nested: { seats: 250, tags: ['a', null, true] } },
    amount: 48_000.5,
    agent: 'Contract agent',
  };
  expect(await handover.get(await handover.ask(given))).toMatchObject(given);
});

test('metadata comes back in the order it was sent in', async () => {
  const metadata = { zebra: 1, apple: { y: 1, b: 2 }, 'a longer name': null, m: [] };
  const id = await handover.ask({ metadata });
  expect(JSON.stringify((await handover.get(id)).metadata)).toBe(JSON.stringify(metadata));
});

test('a timeout may be a fraction of a minute, long, or never', async () => {
  expect(minutes((await create({ timeout_minutes: 0.5 })).body)).toBe(0.5);
  expect(minutes((await create({ timeout_minutes: 525_600 })).body)).toBe(525_600);
  expect((await create({ timeout_minutes: null })).body.expires_at).toBeNull();
});

test('null counts as not given', async () => {
  const { status } = await create({
    context: null,
    urgency: null,
    options: null,
    callback_url: null,
    response_type: { type: 'text_input', fields: [{ name: 'subject', label: null }], label: null },
    trace: [{ type: 'tool_result', role: null, name: null, content: null, at: null }],
  });
  expect(status).toBe(201);
});

const bad: [string, Record<string, unknown>, string][] = [
  ['no action', { action: undefined }, 'action'],
  ['an empty action', { action: '' }, 'action'],
  ['an action of white space', { action: ' \n ' }, 'action'],
  ['an action that is no text', { action: 7 }, 'action'],
  ['an action of 2,001 characters', { action: 'x'.repeat(2_001) }, 'action'],
  ['a null character', { action: 'a\u0000b' }, 'action'],
  ['half a surrogate pair', { context: 'a\ud800b' }, 'context'],
  ['no approver', { approver: undefined }, 'approver'],
  ['an approver that is no address', { approver: 'sarah' }, 'approver'],
  ['an unknown urgency', { urgency: 'urgent' }, 'urgency'],
  ['a timeout of zero', { timeout_minutes: 0 }, 'timeout_minutes'],
  ['a negative timeout', { timeout_minutes: -1 }, 'timeout_minutes'],
  ['a timeout that is text', { timeout_minutes: '60' }, 'timeout_minutes'],
  ['a timeout of more than a year', { timeout_minutes: 525_601 }, 'timeout_minutes'],
  ['no options', { options: [] }, 'options'],
  ['an unknown option', { options: ['foo'] }, 'options.0'],
  ['an option twice', { options: ['approve', 'approve'] }, 'options'],
  ['a channel that is no text', { channel: 1 }, 'channel'],
  ['the webhook channel without a URL', { channel: 'webhook' }, 'callback_url'],
  ['a callback over ftp', { callback_url: 'ftp://example.com' }, 'callback_url'],
  ['a callback that is a script', { callback_url: 'javascript:alert(1)' }, 'callback_url'],
  ['an unknown response type', { response_type: { type: 'shout' } }, 'response_type.type'],
  ['an unknown field of a response type', { response_type: { type: 'schedule', soon: true } }, 'response_type.soon'],
  ['six images', { context_images: Array(6).fill('https://company.example/a.png') }, 'context_images'],
  ['an image over ftp', { context_images: ['ftp://company.example/a.png'] }, 'context_images.0'],
  ['enforce that is no boolean', { enforce: 'yes' }, 'enforce'],
  ['a negative amount', { amount: -1 }, 'amount'],
  ['an amount that is text', { amount: '5' }, 'amount'],
  ['metadata that is a list', { metadata: [] }, 'metadata'],
  ['metadata over 16 KB', { metadata: { a: 'x'.repeat(17_000) } }, 'metadata'],
  ['an escalation without a backup', { escalate_after_minutes: 5 }, 'escalate_after_minutes'],
  [
    'an escalation after the end',
    { backup_approver: 'ben@company.com', escalate_after_minutes: 60 },
    'escalate_after_minutes',
  ],
  ['an unknown field', { priority: 1 }, 'priority'],
];

test.each(bad)(
  '%s is refused and the field named [h.f.action, h.f.approver, h.f.callback, h.f.images]',
  async (_what, over, path) => {
    const { status, body } = await create(over);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'VALIDATION_ERROR', error: expect.stringContaining(path) });
    expect(body.details.map((detail: { path: string }) => detail.path)).toContain(path);
  },
);

test('every field at fault is named at once', async () => {
  const { body } = await create({ action: 1, approver: 'x', urgency: 'y' });
  expect(body.details.map((detail: { path: string }) => detail.path).sort()).toEqual(['action', 'approver', 'urgency']);
});

test.each(['slack', 'pigeon'])(
  'the channel %s, which this server does not have, is UNSUPPORTED_CHANNEL [h.e.chan]',
  async (channel) => {
    const { status, body } = await create({ channel });
    expect([status, body.code]).toEqual([400, 'UNSUPPORTED_CHANNEL']);
  },
);

test('a refused create leaves no decision behind', async () => {
  const before = await handover.db.decision.count();
  await create({ urgency: 'urgent' });
  expect(await handover.db.decision.count()).toBe(before);
});

test('a key with too many open decisions gets 429 until some are answered', async () => {
  const many = await startHarness({ worker: false, env: { HANDOVER_MAX_OPEN_PER_KEY: '2' } });
  try {
    const ids = [await many.ask(), await many.ask()];
    const refused = await many.call('POST', '/decisions', QUICK_START);
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([429, 'RATE_LIMIT', '60']);
    await many.startWorker();
    await many.answer(ids[0] as string, { action: 'deny' });
    expect((await many.call('POST', '/decisions', QUICK_START)).status).toBe(201);
  } finally {
    await many.stop();
  }
});
