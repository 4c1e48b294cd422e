import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let world: TimeSkipping;
beforeAll(async () => {
  world = await startTimeSkipping();
}, 120_000);
afterAll(() => world?.stop());

/** A decision that was approved for so much later, and whose approval the agent has been told. */
async function scheduled(later: number) {
  const id = await world.ask({ response_type: { type: 'schedule' } });
  const executeAt = (await world.now()) + later;
  expect(await world.answer(id, 'a1', 'approve', { executeAt })).toMatchObject({ status: 'scheduled' });
  await until('the approval is told', () => world.eventsOf(id).includes('decision.resolved'));
  return { id, executeAt };
}
const callbacksOf = (id: string) => world.receiver.received.filter(({ body }) => body.decision.id === id);

test('a scheduled decision waits until its time, and then the agent is told that it is due', async () => {
  const { id, executeAt } = await scheduled(30 * DAY);
  expect(await world.outcome(id)).toEqual({ id, status: 'scheduled', isDue: true, executeAt });
  expect(world.eventsOf(id)).toEqual(['decision.resolved', 'decision.due']);
  const [resolved, due] = callbacksOf(id).map(({ at }) => at);
  expect(resolved).toBeLessThan(executeAt);
  expect(due).toBeGreaterThanOrEqual(executeAt);
});

test('a scheduled decision neither escalates nor expires', async () => {
  const { id } = await scheduled(5 * DAY);
  await world.skip(3 * DAY);
  expect(await world.find(id)).toMatchObject({ status: 'scheduled', dueAt: null });
  expect(world.eventsOf(id)).toEqual(['decision.resolved']);
});

test('a scheduled decision can be cancelled until its time, and the agent is told of both', async () => {
  const { id } = await scheduled(DAY);
  await world.skip(HOUR);
  expect(await world.change(id, { kind: 'cancel', by: 'agent' })).toMatchObject({ status: 'denied' });
  expect(await world.outcome(id)).toEqual({ id, status: 'denied', executeAt: null, isDue: false });
  expect(callbacksOf(id).map(({ body }) => body.decision.status)).toEqual(['scheduled', 'denied']);
});

test('a scheduled decision cannot be cancelled once its time has come, though no worker has noticed it', async () => {
  const { id } = await scheduled(DAY);
  await world.stopWorkers();
  await world.skip(DAY + 1);
  await expect(world.change(id, { kind: 'cancel', by: 'agent' })).rejects.toMatchObject({ code: 'ALREADY_RESOLVED' });
  await world.startWorkers();
  expect(await world.outcome(id)).toMatchObject({ status: 'scheduled', isDue: true });
  expect(world.eventsOf(id)).toEqual(['decision.resolved', 'decision.due']);
});

test('a cancellation that came in time stands, however late a worker sees it', async () => {
  const { id } = await scheduled(DAY);
  await world.stopWorkers();
  await world.change(id, { kind: 'cancel', by: 'agent' });
  await world.skip(2 * DAY);
  await world.startWorkers();
  expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
  expect(world.eventsOf(id)).toEqual(['decision.resolved', 'decision.resolved']);
});

test('a signal from outside neither cancels a scheduled decision nor moves its time', async () => {
  const { id, executeAt } = await scheduled(DAY);
  await world.handle(id).signal('changed', 'cancel');
  await world.handle(id).signal('changed', JSON.stringify({ verdict: 'cancel', executeAt: 0 }));
  expect(await world.outcome(id)).toEqual({ id, status: 'scheduled', isDue: true, executeAt });
  expect(world.eventsOf(id)).toEqual(['decision.resolved', 'decision.due']);
});

test("cancelling the workflow in Temporal's UI counts until the time has come", async () => {
  const { id } = await scheduled(DAY);
  await world.handle(id).cancel();
  expect(await world.outcome(id)).toMatchObject({ status: 'denied', isDue: false });
  expect((await world.find(id)).state.resolution).toMatchObject({ by: 'temporal', via: 'cancel' });
});

test('the operator reads that the decision waits for its time', async () => {
  const { id } = await scheduled(DAY);
  const metadata = await world.handle(id).query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  expect(metadata.currentDetails).toMatch(/^Approved and scheduled: waiting until .* UTC, then the agent is told\.$/);
});
