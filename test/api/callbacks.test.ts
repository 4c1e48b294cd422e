import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { createKey } from '../../accounts/bootstrap';
import { createSecrets } from '../../platform/secrets';
import { VERSION } from '../../platform/version';
import { apiClient, QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { outcomeOf } from '../support/outcome';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

/** Asks with a callback, and gives the id. */
const ask = (over: Record<string, unknown> = {}) => handover.ask({ callback_url: handover.receiver.url, ...over });
/** The callback of this event, waited for. */
const told = (id: string, event = 'decision.resolved') =>
  handover.receiver.next(({ body }) => body.decision.id === id && body.event === event);
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

test.each([
  ['approve', 'approved', true],
  ['deny', 'denied', false],
  ['modify', 'modified', false],
])('%s is told in the exact envelope, as %s [h.cb.payload, h.cb.when]', async (action, status, action_permitted) => {
  const metadata = { run: 7, tags: ['a', null], nested: { ü: '漢字' } };
  const id = await ask({ metadata });
  await handover.answer(id, { action, notes: 'Not before March.', resolved_by: 'ben@company.com' });
  const words = { resolved_by: 'ben@company.com', response_notes: 'Not before March.', response_data: null };
  expect((await told(id)).body).toEqual({
    event: 'decision.resolved',
    decision: { id, status, ...words, action: QUICK_START.action, execute_at: null, metadata, action_permitted },
    sequence: expect.any(Number),
    timestamp: expect.stringMatching(ISO),
  });
});

test('what is empty is null and never absent [h.cb.null]', async () => {
  const id = await ask();
  await handover.answer(id, { action: 'approve' });
  const empty = { response_notes: null, response_data: null, execute_at: null, metadata: null };
  const decision = { id, status: 'approved', resolved_by: QUICK_START.approver, action: QUICK_START.action };
  expect((await told(id)).body.decision).toStrictEqual({ ...decision, ...empty, action_permitted: true });
});

test('a callback is JSON from Handover, posted to the path that was asked for', async () => {
  const id = await ask({ callback_url: `${handover.receiver.url}/deep?run=7&x=%C3%BC` });
  await handover.answer(id, { action: 'approve' });
  const { path, headers } = await told(id);
  expect(path).toBe('/hook/deep?run=7&x=%C3%BC');
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': `Handover/${VERSION}` });
});

test('a decision asked by e-mail is also called back [h.cb.indep]', async () => {
  const id = await ask({ approver: 'both@company.com' });
  await handover.mailbox.to('both@company.com');
  await handover.answer(id, { action: 'deny' });
  expect((await told(id)).body.decision.status).toBe('denied');
});

test('a scheduled decision is told at once, and is due at its time', async () => {
  const id = await ask({ response_type: { type: 'schedule' }, metadata: { run: 8 } });
  const execute_at = inSeconds(5);
  expect((await handover.answer(id, { action: 'approve', execute_at })).status).toBe(200);
  const same = { id, status: 'scheduled', execute_at, metadata: { run: 8 } };
  expect((await told(id)).body.decision).toMatchObject({ ...same, action_permitted: false });
  const due = await told(id, 'decision.due');
  expect(due.body.decision).toMatchObject({ ...same, action_permitted: true });
  expect(due.body.timestamp >= execute_at).toBe(true);
  expect(due.at).toBeGreaterThanOrEqual(Date.parse(execute_at));
});

test('a scheduled decision that is cancelled is told once more, as denied, and never falls due', async () => {
  const id = await ask({ response_type: { type: 'schedule' } });
  await handover.answer(id, { action: 'approve', execute_at: inSeconds(3_600) });
  const scheduled = await told(id);
  await handover.call('POST', `/decisions/${id}/cancel`, { reason: 'No longer needed.' });
  const denied = await handover.receiver.next(
    ({ body }) => body.decision.id === id && body.decision.status === 'denied',
  );
  const { execute_at, response_notes, action_permitted } = denied.body.decision;
  expect([execute_at, response_notes, action_permitted]).toEqual([null, 'No longer needed.', false]);
  expect(denied.headers['webhook-id']).not.toBe(scheduled.headers['webhook-id']);
  await outcomeOf(handover.temporal, id);
  expect(eventsOf(id)).toEqual(['decision.resolved', 'decision.resolved']);
});

test('nobody answers: decision.expired, with nobody who resolved it', async () => {
  const id = await ask({ timeout_minutes: 0.02 });
  const { body } = await told(id, 'decision.expired');
  const nobody = { resolved_by: null, response_notes: null, action_permitted: false };
  expect(body.decision).toMatchObject({ id, status: 'expired', ...nobody });
  expect(eventsOf(id)).toEqual(['decision.expired']);
});

test('the approver is silent: decision.escalated, and then what the backup says', async () => {
  const backup = { backup_approver: 'backup@company.com', escalate_after_minutes: 0.02 };
  const id = await ask({ ...backup, timeout_minutes: 30 });
  const { decision } = (await told(id, 'decision.escalated')).body;
  expect(decision).toMatchObject({ status: 'escalated', resolved_by: null, action_permitted: false });
  await handover.answer(id, { action: 'approve', resolved_by: 'backup@company.com' });
  expect((await told(id)).body.decision).toMatchObject({ status: 'approved', resolved_by: 'backup@company.com' });
  expect(eventsOf(id)).toEqual(['decision.escalated', 'decision.resolved']);
});

test('a cancelled decision is told as denied, with the reason', async () => {
  const id = await ask();
  await handover.call('POST', `/decisions/${id}/cancel`, { reason: 'The customer left.' });
  const words = { resolved_by: 'first key', response_notes: 'The customer left.' };
  expect((await told(id)).body.decision).toMatchObject({ status: 'denied', ...words, action_permitted: false });
});

test('on the webhook channel the receiver gets the whole decision, and the approver no e-mail [h.wh.create]', async () => {
  const context = 'Three calls.\n"They" said <yes> & 漢字.';
  const id = await ask({ channel: 'webhook', approver: 'nomail@company.com', context, enforce: true, amount: 48_000 });
  const { body } = await told(id, 'decision.created');
  expect(body).toEqual({
    event: 'decision.created',
    decision: await handover.get(id),
    sequence: expect.any(Number),
    timestamp: expect.stringMatching(ISO),
  });
  expect(body.decision).toMatchObject({ status: 'pending', context, action_permitted: false });
  await handover.ask({ approver: 'later@company.com' });
  await handover.mailbox.to('later@company.com');
  const recipients = (await handover.mailbox.all()).flatMap(({ to }) => to?.map(({ address }) => address));
  expect(recipients).not.toContain('nomail@company.com');
});

test('the webhook channel sends two signed callbacks: creation and resolution [h.wh.result]', async () => {
  const id = await ask({ channel: 'webhook' });
  const created = await told(id, 'decision.created');
  await handover.answer(id, { action: 'modify', notes: 'Half of it.' });
  const resolved = await told(id);
  expect(resolved.body.sequence).toBeGreaterThan(created.body.sequence);
  await outcomeOf(handover.temporal, id);
  expect(eventsOf(id)).toEqual(['decision.created', 'decision.resolved']);
  for (const { raw, headers } of [created, resolved])
    expect(verifyHandover(raw, String(headers['x-handover-signature']), handover.key.webhookSecret)).toBe(true);
});

test('the signature holds for the exact bytes, and not with one of them changed [h.cb.sig]', async () => {
  const id = await ask({ action: 'Überweise 漢字 😀 "5 €" \u2028 now', metadata: { a: 1e21, b: '\\ \n' } });
  await handover.answer(id, { action: 'approve', notes: 'Ça va.' });
  const { raw, headers } = await told(id);
  const signature = String(headers['x-handover-signature']);
  expect(signature).toMatch(/^sha256=[0-9a-f]{64}$/);
  expect(verifyHandover(raw, signature, handover.key.webhookSecret)).toBe(true);
  expect(verifyHandover(raw.replace('approved', 'Approved'), signature, handover.key.webhookSecret)).toBe(false);
});

test('a Standard Webhooks library verifies the callback, and refuses it with one byte changed', async () => {
  const id = await ask();
  await handover.answer(id, { action: 'approve', notes: 'Ça va.' });
  const { raw, headers, body } = await told(id);
  const webhook = new Webhook(handover.key.webhookSecret);
  const signed = headers as Record<string, string>;
  expect(webhook.verify(raw, signed)).toEqual(body);
  expect(() => webhook.verify(raw.replace('approved', 'Approved'), signed)).toThrow('No matching signature');
  expect(() => webhook.verify(raw, { ...signed, 'webhook-id': 'another' })).toThrow('No matching signature');
});

test('each key signs with its own secret [h.whsecret]', async () => {
  const { workspaceId } = await handover.db.apiKey.findFirstOrThrow();
  const second = await createKey(handover.db, createSecrets(handover.config.HANDOVER_SECRET), workspaceId, 'second');
  const other = apiClient(handover.url, second.apiKey);
  const id = await other.ask({ callback_url: handover.receiver.url });
  await other.answer(id, { action: 'approve' });
  const { raw, headers } = await told(id);
  const signature = String(headers['x-handover-signature']);
  expect(verifyHandover(raw, signature, second.webhookSecret)).toBe(true);
  expect(verifyHandover(raw, signature, handover.key.webhookSecret)).toBe(false);
});

/** The events that arrived of a decision, in order. */
function eventsOf(id: string): readonly string[] {
  return handover.receiver.received.filter(({ body }) => body.decision.id === id).map(({ body }) => body.event);
}

/** As document 004 prints it. */
function verifyHandover(body: string, signature: string, secret: string) {
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return expected === signature;
}
