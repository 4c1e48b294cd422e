import { startOrdinary } from '../support/ordinary';
import type { World } from '../support/world';

/** How far PostgreSQL's clock is from the others, in milliseconds. */
let skew = 0;
let world: World;
beforeAll(async () => {
  world = await startOrdinary({ clock: async () => Date.now() + skew });
}, 120_000);
afterAll(() => world?.stop());

/** How long the timers of the decision's workflow were, in milliseconds. */
async function timersOf(id: string): Promise<number[]> {
  const { events } = await world.handle(id).fetchHistory();
  const timers = events?.flatMap(({ timerStartedEventAttributes: timer }) => timer?.startToFireTimeout ?? []);
  return (timers ?? []).map(({ seconds, nanos }) => Number(seconds ?? 0) * 1_000 + (nanos ?? 0) / 1_000_000);
}
const expired = async () => {
  const id = await world.ask({ timeout_minutes: 3.6 / 60 });
  expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
  return id;
};

test.each([-3_000, 3_000, 3_600_000])(
  "if PostgreSQL's clock is %i ms ahead of the worker's, the deadline comes in its time, with one timer",
  async (ms) => {
    skew = ms;
    const id = await expired();
    const [timer, ...others] = await timersOf(id);
    expect(others).toEqual([]);
    expect(timer).toBeLessThanOrEqual(3_600);
    const { startTime, closeTime } = await world.handle(id).describe();
    expect((closeTime?.getTime() ?? Number.NaN) - startTime.getTime()).toBeGreaterThanOrEqual(timer ?? Number.NaN);
    expect(world.eventsOf(id)).toEqual(['decision.expired']);
  },
);

test('if the clock is set back while the workflow waits, it waits once more and does not spin', async () => {
  skew = 0;
  const id = await world.ask({ timeout_minutes: 3.6 / 60 });
  skew = -1_000;
  expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
  expect((await timersOf(id)).length).toBeLessThanOrEqual(2);
});
