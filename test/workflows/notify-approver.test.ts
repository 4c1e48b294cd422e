import { findNotifications } from '../../store/notifications';
import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

const MINUTE = 60_000;

let world: TimeSkipping;
beforeAll(async () => {
  world = await startTimeSkipping();
}, 120_000);
afterAll(() => world?.stop());
afterEach(() => {
  world.channels.away.clear();
});

const toldTo = (who: string) => world.told.filter((one) => one.who === who);
const inSlack = (approver: string) => world.ask({ channel: 'slack', approver, timeout_minutes: 600 });

/** Waits until a message to the first approver has failed: only then does skipped time pass for its retries. */
const untilFailed = (id: string) =>
  until('a message has failed', async () =>
    (await findNotifications(world.context.db, id)).some(({ error }) => error !== null),
  );

test('a Slack that keeps failing is given up after a minute, and a mail goes out [w.fallback]', async () => {
  world.channels.away.add('slack');
  const started = await world.now();
  const id = await inSlack('ann@company.com');
  await untilFailed(id);
  await world.skip(2 * MINUTE);
  await until('she gets a mail', () => toldTo('ann@company.com').length > 0);
  const [told] = toldTo('ann@company.com');
  expect(told).toMatchObject({ what: 'asked', channel: 'email' });
  expect((told?.at ?? 0) - started).toBeLessThanOrEqual(2 * MINUTE);
  await world.answer(id, 'a1');
  expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
  expect(toldTo('ann@company.com')).toHaveLength(1);
});

test('a Slack that works gets the message, and no mail goes out', async () => {
  const id = await inSlack('ben@company.com');
  await until('he is asked', () => toldTo('ben@company.com').length > 0);
  await world.skip(5 * MINUTE);
  expect(toldTo('ben@company.com')).toMatchObject([{ channel: 'slack' }]);
  await world.answer(id, 'a1');
  await world.outcome(id);
});

test('the last channel is tried for as long as the person is asked', async () => {
  world.channels.away.add('slack').add('email');
  const id = await inSlack('cleo@company.com');
  await untilFailed(id);
  await world.skip(30 * MINUTE);
  expect(toldTo('cleo@company.com')).toEqual([]);
  world.channels.away.clear();
  await world.skip(15 * MINUTE);
  await until('she is asked in the end', () => toldTo('cleo@company.com').length > 0);
  expect(toldTo('cleo@company.com')).toMatchObject([{ channel: 'email' }]);
  await world.answer(id, 'a1');
  await world.outcome(id);
});
