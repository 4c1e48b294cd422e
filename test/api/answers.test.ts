import { newApiKey } from '../../accounts/api-key';
import { newId } from '../../platform/ids';
import { QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const cancel = (id: string, body: unknown = {}) => handover.call('POST', `/decisions/${id}/cancel`, body);

test.each([
  ['approve', 'approved'],
  ['deny', 'denied'],
])('%s makes it %s, and the reply is the decision [h.resolve, h.s.approved, h.s.denied]', async (action, status) => {
  const id = await handover.ask();
  const reply = await handover.answer(id, { action });
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({
    id,
    status,
    resolved_by: 'sarah@company.com',
    resolved_via: 'api',
    assurance: 'api',
  });
  expect(await handover.get(id)).toEqual(reply.body);
});

test('with enforce, action_permitted is true once it is approved, and false in every other state [h.f.enforce, h.en.flag, h.en.ok, h.en.no]', async () => {
  for (const action of ['approve', 'deny', 'modify']) {
    const id = await handover.ask({ enforce: true });
    expect(await handover.get(id)).toMatchObject({ status: 'pending', enforce: true, action_permitted: false });
    const { body } = await handover.answer(id, { action, notes: 'So be it.' });
    expect(body).toMatchObject({ enforce: true, action_permitted: action === 'approve' });
  }
  const unanswered = await handover.ask({
    enforce: true,
    timeout_minutes: 0.02,
    backup_approver: 'backup@company.com',
  });
  for (const [before, after] of [
    ['pending', 'escalated'],
    ['escalated', 'expired'],
  ])
    expect(await handover.get(unanswered, `?wait=30&status=${before}`)).toMatchObject({
      status: after,
      action_permitted: false,
    });
});

test('modify needs notes, and keeps them [h.s.modified, h.resolve.notes]', async () => {
  const id = await handover.ask();
  const refused = await handover.answer(id, { action: 'modify', notes: '  ' });
  expect([refused.status, refused.body.details[0].path]).toEqual([400, 'notes']);
  const { body } = await handover.answer(id, { action: 'modify', notes: 'Only 200 seats.' });
  expect(body).toMatchObject({ status: 'modified', response_notes: 'Only 200 seats.' });
});

test('resolved_by is stored as claimed, beside the key that claimed it [h.resolve.by, C31]', async () => {
  const id = await handover.ask();
  const { body } = await handover.answer(id, { action: 'approve', resolved_by: 'ben@company.com' });
  expect(body.resolved_by).toBe('ben@company.com');
  const answer = await handover.db.answer.findFirstOrThrow({ where: { decisionId: id } });
  expect(answer).toMatchObject({ author: 'ben@company.com', apiKeyId: expect.any(String) });
  const audited = await handover.db.auditEvent.findFirst({ where: { decisionId: id, type: 'answer.received' } });
  expect(audited?.actor).toMatchObject({ type: 'api_key', id: answer.apiKeyId });
});

test('a second answer is refused with 409 and names the winner [h.already]', async () => {
  const id = await handover.ask();
  await handover.answer(id, { action: 'deny' });
  const { status, body } = await handover.answer(id, { action: 'approve' });
  expect(status).toBe(409);
  expect(body).toMatchObject({ code: 'ALREADY_RESOLVED', status: 'denied', resolved_by: 'sarah@company.com' });
});

test('of 50 answers at once exactly one is taken [h.already]', async () => {
  const id = await handover.ask();
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      handover.answer(id, { action: n % 2 ? 'deny' : 'approve', resolved_by: `p${n}@company.com` }),
    ),
  );
  const won = replies.filter(({ status }) => status === 200);
  expect(won).toHaveLength(1);
  const lost = replies.filter(({ status }) => status === 409);
  expect(lost).toHaveLength(49);
  expect(new Set(lost.map(({ body }) => body.resolved_by))).toEqual(new Set([won[0]?.body.resolved_by]));
});

test('an answer outside the options is refused and names them [h.f.options]', async () => {
  const id = await handover.ask({ options: ['approve', 'deny'] });
  const { status, body } = await handover.answer(id, { action: 'modify', notes: 'x' });
  expect([status, body.details[0].path]).toEqual([400, 'action']);
  expect((await handover.get(id)).status).toBe('pending');
});

test.each([
  [{ notes: 'x' }, 'action'],
  [{ action: 'yes' }, 'action'],
  [{ action: 'approve', notes: 5 }, 'notes'],
  [{ action: 'approve', notes: 'x'.repeat(10_001) }, 'notes'],
  [{ action: 'approve', response_data: 'x' }, 'response_data'],
  [{ action: 'approve', response_data: { chosen: 'x' } }, 'response_data'],
  [{ action: 'approve', execute_at: inHours(1) }, 'execute_at'],
  [{ action: 'approve', verdict: 'x' }, 'verdict'],
])('the answer %j is refused and %s named [h.resolve.action]', async (body, field) => {
  const reply = await handover.answer(await handover.ask(), body);
  expect([reply.status, reply.body.code]).toEqual([400, 'VALIDATION_ERROR']);
  expect(reply.body.details.map((detail: { path: string }) => detail.path)).toEqual([field]);
});

test('empty response_data passes where none is asked for', async () => {
  expect((await handover.answer(await handover.ask(), { action: 'approve', response_data: {} })).status).toBe(200);
  expect((await handover.answer(await handover.ask(), { action: 'approve', response_data: null })).status).toBe(200);
});

test('nobody answers in time: it expires by itself, and an answer is 410 EXPIRED [h.s.expired, h.expired410]', async () => {
  const id = await handover.ask({ timeout_minutes: 0.02, enforce: true });
  await until('it expires', async () => (await handover.get(id)).status === 'expired');
  const { status, body } = await handover.answer(id, { action: 'approve' });
  expect([status, body.code, body.status]).toEqual([410, 'EXPIRED', 'expired']);
  expect(await handover.get(id)).toMatchObject({ resolved_at: null, resolved_by: null, action_permitted: false });
});

test('the backup is asked when the time is over, has as long again, and may answer [h.s.escalated, h.backup]', async () => {
  const id = await handover.ask({
    approver: 'first@company.com',
    backup_approver: 'ben@company.com',
    timeout_minutes: 0.1,
    enforce: true,
  });
  await handover.mailbox.to('ben@company.com');
  const escalated = await handover.get(id);
  expect(escalated).toMatchObject({ status: 'escalated', escalated_at: expect.any(String), action_permitted: false });
  expect(Date.parse(escalated.expires_at ?? '') - Date.parse(escalated.created_at)).toBe(12_000);
  expect((await handover.answer(id, { action: 'approve', resolved_by: 'ben@company.com' })).body.status).toBe(
    'approved',
  );
});

test('with escalate_after_minutes the backup has the rest of the time', async () => {
  const id = await handover.ask({
    backup_approver: 'ben@company.com',
    timeout_minutes: 10,
    escalate_after_minutes: 0.02,
  });
  const { expires_at } = await handover.get(id);
  await until('it escalates', async () => (await handover.get(id)).status === 'escalated');
  expect((await handover.get(id)).expires_at).toBe(expires_at);
});

describe('schedule', () => {
  const SCHEDULE = { response_type: { type: 'schedule' }, enforce: true };

  test('a future time makes it scheduled, permitted from that time on [h.rt.sched, h.s.scheduled]', async () => {
    const id = await handover.ask(SCHEDULE);
    const execute_at = new Date(Date.now() + 4_000).toISOString();
    const { body } = await handover.answer(id, { action: 'approve', execute_at });
    expect(body).toMatchObject({ status: 'scheduled', execute_at, response_data: null, action_permitted: false });
    await until('its time comes', async () => (await handover.get(id)).action_permitted);
    expect((await handover.get(id)).status).toBe('scheduled');
  });

  test('now is an approval where it is allowed', async () => {
    expect((await handover.answer(await handover.ask(SCHEDULE), { action: 'approve' })).body).toMatchObject({
      status: 'approved',
      execute_at: null,
    });
  });

  test.each([
    ['a past time', { type: 'schedule' }, { execute_at: inHours(-1) }],
    ['no time where now is not allowed', { type: 'schedule', allow_immediate: false }, {}],
    ['a time without a zone', { type: 'schedule' }, { execute_at: '2030-01-01T10:00:00' }],
  ])('%s is refused [h.rt.sched.v]', async (_what, response_type, over) => {
    const { status, body } = await handover.answer(await handover.ask({ response_type }), {
      action: 'approve',
      ...over,
    });
    expect([status, body.details[0].path]).toEqual([400, 'execute_at']);
  });

  test('a time goes only with approve', async () => {
    const { status } = await handover.answer(await handover.ask(SCHEDULE), { action: 'deny', execute_at: inHours(1) });
    expect(status).toBe(400);
  });

  test('it can be cancelled until its time, and is denied then', async () => {
    const id = await handover.ask(SCHEDULE);
    await handover.answer(id, { action: 'approve', execute_at: inHours(1) });
    const { status, body } = await cancel(id, { reason: 'The database moved.' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'denied',
      cancelled: true,
      response_notes: 'The database moved.',
      execute_at: null,
    });
  });

  test('a cancel after its time is 409', async () => {
    const id = await handover.ask(SCHEDULE);
    await handover.answer(id, { action: 'approve', execute_at: new Date(Date.now() + 4_000).toISOString() });
    await until('its time comes', async () => (await handover.get(id)).action_permitted);
    expect((await cancel(id)).body.code).toBe('ALREADY_RESOLVED');
  });
});

test('a cancel is a denial that says so', async () => {
  const id = await handover.ask();
  expect((await cancel(id, { reason: 'Not needed any more.' })).body).toMatchObject({
    ...{ status: 'denied', cancelled: true, resolved_via: 'cancel', response_notes: 'Not needed any more.' },
  });
  expect((await cancel(id)).body.code).toBe('ALREADY_RESOLVED');
  expect((await handover.answer(id, { action: 'approve' })).body).toMatchObject({
    code: 'ALREADY_RESOLVED',
    status: 'denied',
  });
});

test('a cancel needs no body', async () => {
  expect((await handover.call('POST', `/decisions/${await handover.ask()}/cancel`)).status).toBe(200);
});

test.each([
  ['approve', true],
  ['deny', false],
])(
  'after %s, action_permitted is %s where enforce was asked for [h.en.flag, h.en.ok, h.en.no]',
  async (action, permitted) => {
    const id = await handover.ask({ enforce: true });
    expect(await handover.get(id)).toMatchObject({ enforce: true, action_permitted: false });
    expect((await handover.answer(id, { action })).body).toMatchObject({ enforce: true, action_permitted: permitted });
  },
);

test('each situation of the documented table has its status and its code [h.e.table]', async () => {
  const [over, late] = [await handover.ask(), await handover.ask({ timeout_minutes: 0.001 })];
  await handover.answer(over, { action: 'approve' });
  await handover.get(late, '?wait=30');
  const ask = (body: object, authorization?: string) =>
    handover.call('POST', '/decisions', body, authorization === undefined ? {} : { authorization });
  const replies = await Promise.all([
    ask(QUICK_START, ''),
    ask(QUICK_START, `Bearer ${newApiKey()}`),
    ask({}),
    ask({ ...QUICK_START, channel: 'slack' }),
    handover.call('GET', `/decisions/${newId()}`),
    handover.answer(over, { action: 'deny' }),
    handover.answer(late, { action: 'deny' }),
  ]);
  expect(replies.map(({ status, body }) => [status, body.code])).toEqual([
    [401, 'UNAUTHORIZED'],
    [401, 'INVALID_KEY'],
    [400, 'VALIDATION_ERROR'],
    [400, 'UNSUPPORTED_CHANNEL'],
    [404, 'NOT_FOUND'],
    [409, 'ALREADY_RESOLVED'],
    [410, 'EXPIRED'],
  ]);
});
