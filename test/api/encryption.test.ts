import { randomBytes } from 'node:crypto';
import { type Harness, startHarness } from '../support/harness';
import { until } from '../support/until';

let handover: Harness;
beforeAll(async () => {
  handover = await startHarness({ env: { HANDOVER_ENCRYPTION_KEY: randomBytes(32).toString('base64') } });
});
afterAll(() => handover?.stop());

test('with an encryption key a decision runs its course, and Temporal keeps nothing readable', async () => {
  const id = await handover.ask();
  expect((await handover.answer(id, { action: 'approve' })).body.status).toBe('approved');
  const handle = handover.temporal.workflow.getHandle(`decision-${id}`);
  const history = await until('its workflow starts', () => handle.fetchHistory().catch(() => null));
  const started = history.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  expect(Buffer.from(started?.metadata?.encoding ?? []).toString()).toBe('binary/encrypted');
  expect(Buffer.from(started?.data ?? []).toString('latin1')).not.toContain(id);
});
