import { startOrdinary } from '../support/ordinary';
import { until } from '../support/until';
import type { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startOrdinary();
}, 120_000);
afterAll(() => world?.stop());

/** Signals the workflow as often as the tests' server takes for a long history, and waits until it continues in a new run. */
async function flood(id: string): Promise<void> {
  const handle = world.handle(id);
  const { runId } = await handle.describe();
  for (let batch = 0; batch < 8; batch += 1)
    await Promise.all(Array.from({ length: 50 }, () => handle.signal('changed').catch(() => undefined)));
  // Not while signals keep coming: Temporal refuses to continue a run that has one it has not seen.
  await until('it continues in a new run', async () => (await handle.describe()).runId !== runId, 60_000);
}

test('a workflow with a long history continues in a new run, which repeats nothing and misses nothing', async () => {
  const id = await world.ask({
    backup_approver: 'ben@company.com',
    timeout_minutes: 600,
    escalate_after_minutes: 0.001,
  });
  world.receiver.answer(503, 503, 503, 503); // a delivery workflow continues with the escalation's callback
  const asked = ['asked ann@company.com', 'asked ben@company.com'];
  await until('both are asked', () => asked.every((text) => world.toldAbout(id).includes(text)));
  await until('the first attempts have failed', () => world.eventsOf(id).length === 4, 90_000);
  await flood(id);
  await world.answer(id, 'a1');
  expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
  expect(world.toldAbout(id).toSorted()).toEqual(asked);
  expect(world.eventsOf(id)).toEqual([...Array(4).fill('decision.escalated'), 'decision.resolved']);
}, 180_000);
