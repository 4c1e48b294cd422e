import { startOrdinary } from '../support/ordinary';
import { until } from '../support/until';
import type { World } from '../support/world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How much time has passed on PostgreSQL's clock while no worker was looking, in milliseconds. */
let passed = 0;
let world: World;
beforeAll(async () => {
  world = await startOrdinary({ clock: async () => Date.now() + passed });
}, 120_000);
afterAll(() => world?.stop());

/** A decision that was approved for tomorrow, and whose approval the agent has been told. The workers are away. */
async function scheduledForTomorrow(): Promise<string> {
  const id = await world.ask({ response_type: { type: 'schedule' } });
  await world.answer(id, 'a1', 'approve', { executeAt: (await world.now()) + DAY });
  await until('the approval is told', () => world.eventsOf(id).includes('decision.resolved'));
  await world.stopWorkers();
  return id;
}
const eventsAfterReturn = async (id: string) => {
  await world.startWorkers();
  const outcome = await world.outcome(id);
  return [outcome.status, ...[...world.eventsOf(id)].sort()];
};

test('the deadline passes all the same: a later answer is refused, and the expiry is told when they are back', async () => {
  await world.stopWorkers();
  const id = await world.ask({ backup_approver: 'ben@company.com' });
  passed += 3 * HOUR;
  await expect(world.answer(id, 'a1')).rejects.toMatchObject({ code: 'EXPIRED' });
  expect(await eventsAfterReturn(id)).toEqual(['expired', 'decision.escalated', 'decision.expired']);
  expect(world.toldAbout(id)).toEqual([]);
});

test('an answer before the deadline counts, however late it is told', async () => {
  await world.stopWorkers();
  const id = await world.ask();
  await world.answer(id, 'a1');
  passed += 3 * HOUR;
  expect(await eventsAfterReturn(id)).toEqual(['approved', 'decision.resolved']);
});

test('a scheduled decision cannot be cancelled once its time has come, though no worker has noticed it', async () => {
  const id = await scheduledForTomorrow();
  passed += DAY;
  await expect(world.change(id, { kind: 'cancel', by: 'agent' })).rejects.toMatchObject({ code: 'ALREADY_RESOLVED' });
  await world.context.waker.wakeNow(await world.find(id)); // as reconcile does with a timer that is late
  expect(await eventsAfterReturn(id)).toEqual(['scheduled', 'decision.due', 'decision.resolved']);
});

test('a cancellation that came in time stands, however late a worker sees it', async () => {
  const id = await scheduledForTomorrow();
  await world.change(id, { kind: 'cancel', by: 'agent' });
  passed += 2 * DAY;
  expect(await eventsAfterReturn(id)).toEqual(['denied', 'decision.resolved', 'decision.resolved']);
});
