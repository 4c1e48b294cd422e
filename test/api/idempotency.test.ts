import { QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());

const post = (path: string, key: string, body: unknown) =>
  handover.call('POST', path, body, { 'idempotency-key': key });

test('the same create again gets the same reply, and nobody is asked twice', async () => {
  const question = { ...QUICK_START, approver: 'once@company.com' };
  const first = await post('/decisions', 'k1', question);
  const again = await post('/decisions', 'k1', question);
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  await handover.mailbox.to('once@company.com');
  expect(await handover.db.decision.count({ where: { assignments: { some: { approver: 'once@company.com' } } } })).toBe(
    1,
  );
});

test('another body with the same key is IDEMPOTENCY_MISMATCH', async () => {
  await post('/decisions', 'k2', QUICK_START);
  const { status, body } = await post('/decisions', 'k2', { ...QUICK_START, urgency: 'low' });
  expect([status, body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
});

test('a refused request leaves no trace: its key can be used again', async () => {
  expect((await post('/decisions', 'k3', { action: 'x' })).status).toBe(400);
  expect((await post('/decisions', 'k3', QUICK_START)).status).toBe(201);
});

test('while the first request runs, the second is IDEMPOTENCY_IN_FLIGHT', async () => {
  const { id: apiKeyId } = await handover.db.apiKey.findFirstOrThrow();
  await post('/decisions', 'k4', QUICK_START);
  const where = { apiKeyId_key: { apiKeyId, key: 'k4' } };
  await handover.db.idempotency.update({ where, data: { status: null, body: null } });
  const { status, body } = await post('/decisions', 'k4', QUICK_START);
  expect([status, body.code]).toEqual([409, 'IDEMPOTENCY_IN_FLIGHT']);
});

test('a claim left by a process that died can be taken over', async () => {
  const { id: apiKeyId } = await handover.db.apiKey.findFirstOrThrow();
  await post('/decisions', 'k5', QUICK_START);
  const where = { apiKeyId_key: { apiKeyId, key: 'k5' } };
  await handover.db.idempotency.update({
    where,
    data: { status: null, body: null, createdAt: new Date(Date.now() - 61_000) },
  });
  expect((await post('/decisions', 'k5', QUICK_START)).status).toBe(201);
});

test('the same answer again gets the same reply', async () => {
  const id = await handover.ask();
  const first = await post(`/decisions/${id}/resolve`, 'k6', { action: 'approve' });
  const again = await post(`/decisions/${id}/resolve`, 'k6', { action: 'approve' });
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(await handover.db.answer.count({ where: { decisionId: id } })).toBe(1);
});

test('an answer whose reply was lost in a crash is the same answer when it comes again', async () => {
  const id = await handover.ask();
  await post(`/decisions/${id}/resolve`, 'k7', { action: 'approve' });
  await handover.db.idempotency.deleteMany({ where: { key: 'k7' } });
  const again = await post(`/decisions/${id}/resolve`, 'k7', { action: 'approve' });
  expect([again.status, again.body.status]).toEqual([200, 'approved']);
});

test('the same cancel again gets the same reply', async () => {
  const id = await handover.ask();
  const first = await post(`/decisions/${id}/cancel`, 'k8', { reason: 'x' });
  expect((await post(`/decisions/${id}/cancel`, 'k8', { reason: 'x' })).body).toEqual(first.body);
});

test.each(['', 'x'.repeat(256)])('an Idempotency-Key of wrong length is refused', async (key) => {
  const { status, body } = await post('/decisions', key, QUICK_START);
  expect([status, body.details[0].path]).toEqual([400, 'Idempotency-Key']);
});

test('fifty identical creates at once make one decision and one e-mail', async () => {
  const question = { ...QUICK_START, approver: 'fifty@company.com' };
  const replies = await Promise.all(Array.from({ length: 50 }, () => post('/decisions', 'k9', question)));
  expect(replies.every(({ status }) => status === 201 || status === 409)).toBe(true);
  expect(new Set(replies.filter(({ status }) => status === 201).map(({ body }) => body.id)).size).toBe(1);
  const [decision] = await handover.db.decision.findMany({
    where: { assignments: { some: { approver: 'fifty@company.com' } } },
  });
  await until('the approver is told', () =>
    handover.db.notification.findFirst({ where: { decisionId: decision?.id ?? '', sentAt: { not: null } } }),
  );
  expect((await handover.mailbox.all()).filter(({ to }) => to?.[0]?.address === 'fifty@company.com')).toHaveLength(1);
});
