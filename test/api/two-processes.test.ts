import type { Api } from '../../api/start';
import { startProxy } from '../faults/proxy';
import { type ApiClient, apiClient, QUICK_START } from '../support/api-client';
import { type Harness, startHarness } from '../support/harness';

let handover: Harness;
/** Another API process on the same database. */
let other: Api;
let elsewhere: ApiClient;
beforeAll(async () => {
  handover = await startHarness();
  other = await handover.anotherApi();
  elsewhere = apiClient(`http://127.0.0.1:${other.port}`, handover.key.apiKey);
});
afterAll(() => handover?.stop());

test('a long-poll at one process ends when the answer comes in at another', async () => {
  const id = await handover.ask();
  const waiting = elsewhere.get(id, '?wait=30');
  const { body } = await handover.answer(id, { action: 'approve' });
  expect(await waiting).toEqual(body);
});

test('an answer gets its final reply while Temporal accepts connections and says nothing', async () => {
  const wire = await startProxy(Number(new URL(`http://${handover.config.TEMPORAL_ADDRESS}`).port));
  try {
    const { port } = await handover.anotherApi({ TEMPORAL_ADDRESS: `127.0.0.1:${wire.port}` });
    const { ask, answer } = apiClient(`http://127.0.0.1:${port}`, handover.key.apiKey);
    const id = await ask({ response_type: { type: 'schedule' } });
    wire.set('mute');
    const execute_at = new Date(Date.now() + 3_600_000).toISOString();
    const reply = await answer(id, { action: 'approve', execute_at });
    expect(reply).toMatchObject({ status: 200, body: { status: 'scheduled' } });
  } finally {
    wire.close();
  }
});

test('the same request at two processes at once asks once, and both tell the same', async () => {
  const key = { 'idempotency-key': 'once' };
  const ask = ({ call }: ApiClient) => call('POST', '/decisions', { ...QUICK_START, action: 'Ask once' }, key);
  const replies = await Promise.all(Array.from({ length: 10 }, (_, n) => ask(n % 2 ? handover : elsewhere)));
  const settled = await Promise.all([ask(handover), ask(elsewhere)]);
  expect(settled[0]?.body).toEqual(settled[1]?.body);
  for (const { status, body } of replies)
    expect(status === 201 ? body : body.code).toEqual(status === 201 ? settled[0]?.body : 'IDEMPOTENCY_IN_FLIGHT');
  expect(await handover.db.decision.count({ where: { action: 'Ask once' } })).toBe(1);
});

test('a rule that was written at one process decides at the other from then on', async () => {
  const rule = { name: 'all', when: { keywords: ['postage'] }, then: { outcome: 'approve' } };
  expect((await handover.call('PUT', '/policy', { rules: [rule] })).status).toBe(200);
  const { body } = await elsewhere.call('POST', '/decisions', { ...QUICK_START, action: 'Buy postage' });
  expect(body).toMatchObject({ status: 'approved', resolved_by: 'policy' });
});
