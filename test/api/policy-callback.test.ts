import type { Api } from '../../api/start';
import { type ApiClient, apiClient } from '../support/api-client';
import { RECONCILE_OFTEN } from '../support/environment';
import { type Harness, startHarness } from '../support/harness';
import { scrape, total } from '../support/prometheus';
import { until } from '../support/until';

jest.setTimeout(120_000);
/** What `reconcile` mends takes some seconds, and more on a busy machine. */
const AMPLE = 90_000;

const ALL = { name: 'all', when: {}, then: { outcome: 'approve' } };
const REFUND = { action: 'Refund order #4821', approver: 'finance@company.com' };

let handover: Harness;
/** An API for which Temporal is away; no worker runs at first. */
let cutOff: Api & ApiClient;
beforeAll(async () => {
  handover = await startHarness({ worker: false, env: RECONCILE_OFTEN });
  const api = await handover.anotherApi({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  cutOff = { ...api, ...apiClient(`http://127.0.0.1:${api.port}`, handover.key.apiKey) };
  await cutOff.call('PUT', '/policy', { rules: [ALL] });
});
afterAll(() => handover?.stop());

test('while Temporal is away a rule resolves all the same, and the callback goes out once it is back, once', async () => {
  const { status, body } = await cutOff.call('POST', '/decisions', { ...REFUND, callback_url: handover.receiver.url });
  expect([status, body.status]).toEqual([201, 'approved']);
  await handover.startWorker();
  const { body: told } = await handover.receiver.next((callback) => callback.body.decision.id === body.id, AMPLE);
  expect(told).toMatchObject({ event: 'decision.resolved', decision: { status: 'approved', resolved_by: 'policy' } });
  const where = { decisionId: body.id, status: 'delivered' };
  await until('the delivery is noted', async () => (await handover.db.delivery.count({ where })) === 1);
  expect(handover.receiver.received).toHaveLength(1);
});

test('what a rule resolves is counted by the API that took it, and never started', async () => {
  const before = total(await scrape(cutOff.metricsPort), 'handover_decisions_total', { status: 'approved' }) ?? 0;
  const { body } = await cutOff.call('POST', '/decisions', REFUND);
  const after = total(await scrape(cutOff.metricsPort), 'handover_decisions_total', { status: 'approved' });
  expect(after).toBe(before + 1);
  const { seenRevision, revision } = await handover.db.decision.findUniqueOrThrow({ where: { id: body.id } });
  expect(seenRevision).toBe(revision); // otherwise reconcile would look at it for ever
});
