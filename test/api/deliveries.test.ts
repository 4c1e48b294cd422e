import { createKey } from '../../accounts/bootstrap';
import { newId } from '../../platform/ids';
import { createSecrets } from '../../platform/secrets';
import { type ApiClient, apiClient } from '../support/api-client';
import { deliveriesOf, deliveryOnce } from '../support/deliveries';
import { type Harness, startHarness } from '../support/harness';
import { outcomeOf } from '../support/outcome';
import { type Receiver, startReceiver } from '../support/receiver';
import { until } from '../support/until';

let handover: Harness;
let receiver: Receiver;
beforeAll(async () => {
  handover = await startHarness();
});
afterAll(() => handover?.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A decision that was denied, and whose callback came to this status. */
async function told(status: 'delivered' | 'failed' = 'delivered') {
  const id = await handover.ask({ callback_url: receiver.url });
  await handover.answer(id, { action: 'deny' });
  return { id, delivery: await deliveryOnce(handover, id, `is ${status}`, (one) => one.status === status) };
}
const redeliver = (id: string, delivery: string, api: ApiClient = handover) =>
  api.call('POST', `/decisions/${id}/deliveries/${delivery}/redeliver`);
const isDelivered = ({ status }: { status: string }) => status === 'delivered';

test('a delivery shows what was sent where, and every try of it', async () => {
  receiver.answer(500);
  const { id } = await told();
  const { status, body } = await handover.call('GET', `/decisions/${id}/deliveries`);
  const attempt = { at: expect.stringMatching(ISO), duration_ms: expect.any(Number) };
  const attempts = [
    { ...attempt, number: 1, status_code: 500, error: 'answered 500' },
    { ...attempt, number: 2, status_code: 200, error: null },
  ];
  const shown = { event: 'decision.resolved', url: receiver.url, status: 'delivered', next_attempt_at: null, attempts };
  expect(status).toBe(200);
  expect(body).toStrictEqual({
    data: [{ id: expect.stringMatching(UUID_V7), ...shown }],
    has_more: false,
    next_cursor: null,
  });
});

test('the webhook-id is the id of the event', async () => {
  const { id } = await told();
  const event = await handover.db.event.findFirstOrThrow({ where: { decisionId: id, type: 'decision.resolved' } });
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([event.id]);
});

test('a decision that calls nobody back has no deliveries', async () => {
  const id = await handover.ask();
  await handover.answer(id, { action: 'approve' });
  const { body } = await handover.call('GET', `/decisions/${id}/deliveries`);
  expect(body).toStrictEqual({ data: [], has_more: false, next_cursor: null });
});

test('deliveries come newest first, in pages', async () => {
  const id = await threeTimesTold();
  const first = (await handover.call('GET', `/decisions/${id}/deliveries?limit=2`)).body;
  const second = (await handover.call('GET', `/decisions/${id}/deliveries?limit=2&cursor=${first.next_cursor}`)).body;
  const times = [...first.data, ...second.data].map(({ attempts }) => attempts[0].at);
  expect(first.data.map(eventOf)).toEqual(['decision.resolved', 'decision.resolved']);
  expect(second.data.map(eventOf)).toEqual(['decision.created']);
  expect(times).toEqual(times.toSorted().toReversed());
  expect([first.has_more, second.has_more, second.next_cursor]).toEqual([true, false, null]);
});

test.each(['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'page=2'])('?%s is refused by its name', async (query) => {
  const id = await handover.ask();
  const { status, body } = await handover.call('GET', `/decisions/${id}/deliveries?${query}`);
  expect([status, body.code, body.details[0].path]).toEqual([400, 'VALIDATION_ERROR', query.split('=')[0]]);
});

test('redeliver sends the same event again: same id, same bytes', async () => {
  const { id, delivery } = await told();
  const { status, body } = await redeliver(id, delivery.id);
  const again = { ...delivery, status: 'pending', next_attempt_at: expect.stringMatching(ISO) };
  expect([status, body]).toStrictEqual([202, again]);
  await until('it arrives again', () => receiver.received.length === 2);
  const [one, two] = receiver.received;
  expect([two?.raw, two?.headers['webhook-id']]).toEqual([one?.raw, one?.headers['webhook-id']]);
  const shown = await deliveryOnce(handover, id, 'has arrived', isDelivered);
  expect(shown.attempts.map(({ number, status_code }) => [number, status_code])).toEqual([
    [1, 200],
    [2, 200],
  ]);
});

test('a delivery that has failed can be sent again', async () => {
  receiver.answer(410);
  const { id, delivery } = await told('failed');
  expect((await redeliver(id, delivery.id)).status).toBe(202);
  const shown = await deliveryOnce(handover, id, 'has arrived', isDelivered);
  expect(shown.attempts.map(({ status_code }) => status_code)).toEqual([410, 200]);
});

test('a delivery sent again while it waits for its next try is not sent a third time', async () => {
  receiver.answer(500, 500);
  const id = await handover.ask({ callback_url: receiver.url });
  await handover.answer(id, { action: 'deny' });
  const { id: delivery } = await deliveryOnce(handover, id, 'waits', ({ attempts }) => attempts.length === 2);
  await redeliver(id, delivery);
  await deliveryOnce(handover, id, 'arrives', isDelivered);
  await outcomeOf(handover.temporal, id); // its own next try has come and found nothing to do
  expect(receiver.received).toHaveLength(3);
});

test('redeliver twice with one Idempotency-Key is one more delivery', async () => {
  const { id, delivery } = await told();
  const path = `/decisions/${id}/deliveries/${delivery.id}/redeliver`;
  const key = { 'idempotency-key': 'once more' };
  const [first, second] = [await handover.call('POST', path, {}, key), await handover.call('POST', path, {}, key)];
  expect(second.body).toEqual(first.body);
  await deliveryOnce(handover, id, 'has arrived', isDelivered);
  await handover.temporal.workflow.result(`delivery-${delivery.id}`);
  expect(receiver.received).toHaveLength(2);
});

test('an unknown, a malformed, and another decision’s delivery are not found, and nothing is sent', async () => {
  const { id } = await told();
  const other = await told();
  for (const delivery of [newId(), 'x', '..%2f..', other.delivery.id]) {
    const { status, body } = await redeliver(id, delivery);
    expect([status, body]).toEqual([404, { error: expect.any(String), code: 'NOT_FOUND' }]);
  }
  expect(await deliveriesOf(handover, other.id)).toEqual([other.delivery]);
});

test('another workspace finds neither the list nor the delivery', async () => {
  const { id, delivery } = await told();
  const stranger = await keyOf({ workspaceId: (await handover.db.workspace.create({ data: WORKSPACE })).id });
  for (const path of [`/decisions/${id}/deliveries`, `/decisions/${newId()}/deliveries`])
    expect((await stranger.call('GET', path)).body.code).toBe('NOT_FOUND');
  expect((await redeliver(id, delivery.id, stranger)).status).toBe(404);
  expect(await deliveriesOf(handover, id)).toEqual([delivery]);
});
const WORKSPACE = { id: newId(), name: 'elsewhere.com' };

test('deliveries are seen with decisions:read, and sent again with decisions:write', async () => {
  const { id, delivery } = await told();
  const { workspaceId } = await handover.db.apiKey.findFirstOrThrow({ where: { name: 'first key' } });
  const [reader, writer] = [
    await keyOf({ workspaceId, scopes: ['decisions:read'] }),
    await keyOf({ workspaceId, scopes: ['decisions:write'] }),
  ];
  const look = (api: ApiClient) => api.call('GET', `/decisions/${id}/deliveries`);
  expect([(await look(reader)).status, (await look(writer)).status]).toEqual([200, 403]);
  const again = (api: ApiClient) => redeliver(id, delivery.id, api);
  expect([(await again(reader)).status, (await again(writer)).status]).toEqual([403, 202]);
});

test('every try is audited, and the one that ends in failure as delivery.failed', async () => {
  receiver.answer(500, 410);
  const { id, delivery } = await told('failed');
  const where = { decisionId: id, type: { startsWith: 'delivery.' } };
  const events = await handover.db.auditEvent.findMany({ where, orderBy: { sequence: 'asc' } });
  const tried = { delivery_id: delivery.id, event: 'decision.resolved' };
  expect(events.map(({ type, data }) => [type, data])).toEqual([
    ['delivery.attempted', { ...tried, number: 1, status_code: 500, error: 'answered 500' }],
    ['delivery.failed', { ...tried, number: 2, status_code: 410, error: 'answered 410' }],
  ]);
});

test('what is sent again is audited as the work of the key that asked for it', async () => {
  const { id, delivery } = await told('delivered');
  expect((await redeliver(id, delivery.id)).status).toBe(202);
  const where = { decisionId: id, type: 'delivery.attempted' };
  const [first, second] = await until('it is sent again', async () => {
    const events = await handover.db.auditEvent.findMany({ where, orderBy: { sequence: 'asc' } });
    return events.length === 2 ? events : undefined;
  });
  expect([first?.actor, second?.actor]).toMatchObject([
    { type: 'system' },
    { type: 'api_key', id: expect.any(String) },
  ]);
});

/** A decision of the webhook channel that was scheduled and then cancelled. */
async function threeTimesTold(): Promise<string> {
  const id = await handover.ask({
    channel: 'webhook',
    callback_url: receiver.url,
    response_type: { type: 'schedule' },
  });
  await until('its creation is told', () => receiver.received.length === 1);
  await handover.answer(id, { action: 'approve', execute_at: new Date(Date.now() + 3_600_000).toISOString() });
  await until('its schedule is told', () => receiver.received.length === 2);
  await handover.call('POST', `/decisions/${id}/cancel`);
  await outcomeOf(handover.temporal, id);
  return id;
}
const eventOf = ({ event }: { event: string }) => event;

/** The API with a key of this workspace, and these scopes. */
async function keyOf({ workspaceId, scopes }: { workspaceId: string; scopes?: string[] }): Promise<ApiClient> {
  const secrets = createSecrets(handover.config.HANDOVER_SECRET);
  const { apiKey } = await createKey(handover.db, secrets, workspaceId, 'another key', scopes);
  return apiClient(handover.url, apiKey);
}
