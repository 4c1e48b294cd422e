import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let world: TimeSkipping;
beforeAll(async () => {
  world = await startTimeSkipping();
}, 120_000);
afterAll(() => world?.stop());

const toldOf = (what: string) => world.told.filter((one) => one.what === what).map(({ who }) => who);
const eventsOf = (id: string) =>
  world.receiver.received.filter(({ body }) => body.decision.id === id).map(({ body }) => body.event);

test('an approval ends it: the agent is called back once, and the result is the outcome', async () => {
  const id = await world.ask();
  await world.answer(id, 'a1');
  expect(await world.outcome(id)).toEqual({ id, status: 'approved', executeAt: null, isDue: false });
  expect(eventsOf(id)).toEqual(['decision.resolved']);
});

test('when nobody answers the backup is asked, then it expires, and each is told once', async () => {
  const id = await world.ask({ approver: 'silent@company.com', backup_approver: 'backup@company.com' });
  expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
  expect(toldOf('asked')).toEqual(expect.arrayContaining(['silent@company.com', 'backup@company.com']));
  expect(eventsOf(id)).toEqual(['decision.escalated', 'decision.expired']);
});

test('two steps: the second person is asked when the first has approved', async () => {
  const id = await world.ask({ steps: [{ approvers: ['first@company.com'] }, { approvers: ['second@company.com'] }] });
  await until('the first is asked', () => toldOf('asked').includes('first@company.com'));
  expect(toldOf('asked')).not.toContain('second@company.com');
  await world.answer(id, 'a1');
  await until('the second is asked', () => toldOf('asked').includes('second@company.com'));
  await world.answer(id, 'a2');
  expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
});

test('an approval for later waits until then, and is due', async () => {
  const started = await world.now();
  const id = await world.ask({ response_type: { type: 'schedule' } });
  await world.answer(id, 'a1', 'approve', { executeAt: started + 30 * DAY });
  expect(await world.outcome(id)).toMatchObject({ status: 'scheduled', isDue: true, executeAt: started + 30 * DAY });
  expect(eventsOf(id)).toEqual(['decision.resolved', 'decision.due']);
  expect((await world.now()) - started).toBeGreaterThanOrEqual(30 * DAY);
});
