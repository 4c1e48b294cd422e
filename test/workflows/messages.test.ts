import { findNotifications } from '../../store/notifications';
import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: TimeSkipping;
beforeAll(async () => {
  world = await startTimeSkipping();
}, 120_000);
afterEach(() => {
  world.channels.canEdit = false;
  world.channels.away.clear();
  world.channels.unreachable.clear();
});
afterAll(() => world?.stop());

const ANN = 'ann@company.com';
const BOB = 'bob@company.com';
const backup_approver = 'ben@company.com';

const isTold = (id: string, ...texts: string[]) =>
  until(texts.join(' and '), () => texts.every((text) => world.toldAbout(id).includes(text)));
const channelsOf = (id: string) => world.told.filter((one) => one.id === id).map(({ channel }) => channel);
/** How many messages of the decision are known to be sent. */
const countSent = async (id: string) => {
  const [row] = await world.context.db.sql<{ count: number }>`
    SELECT count(*)::int FROM notifications WHERE decision_id = ${id} AND status = 'sent'`;
  return row?.count;
};

describe('a person who cannot be notified over Slack', () => {
  test('is notified by e-mail at once if Slack does not know them', async () => {
    world.channels.unreachable.add('slack');
    const started = await world.now();
    const id = await world.ask({ channel: 'slack' });
    await isTold(id, `asked ${ANN}`);
    expect(channelsOf(id)).toEqual(['email']);
    expect((world.told.at(-1)?.at ?? 0) - started).toBeLessThan(MINUTE / 2);
  });

  test('is notified by e-mail after a minute if Slack is away, and only by e-mail', async () => {
    world.channels.away.add('slack');
    const started = await world.now();
    const id = await world.ask({ channel: 'slack' });
    await world.skip(2 * MINUTE);
    await isTold(id, `asked ${ANN}`);
    world.channels.away.clear();
    const at = world.told.find((one) => one.id === id)?.at ?? 0;
    expect(at - started).toBeGreaterThan(30_000);
    expect(at - started).toBeLessThanOrEqual(2 * MINUTE);
    await world.skip(30 * MINUTE);
    expect(channelsOf(id)).toEqual(['email']);
  });

  test('is notified in Slack if it is back within the minute', async () => {
    world.channels.away.add('slack');
    const id = await world.ask({ channel: 'slack' });
    await world.skip(5_000);
    world.channels.away.clear();
    await world.skip(MINUTE);
    await isTold(id, `asked ${ANN}`);
    expect(channelsOf(id)).toEqual(['slack']);
  });
});

describe('a mail that cannot be sent', () => {
  test('is tried for as long as the person is asked', async () => {
    world.channels.away.add('email');
    const id = await world.ask({ timeout_minutes: 600 });
    await world.skip(5 * HOUR);
    world.channels.away.clear();
    await world.skip(HOUR);
    await isTold(id, `asked ${ANN}`);
    expect(await world.find(id)).toMatchObject({ status: 'pending' });
  });

  test.each(['away', 'unreachable'] as const)('because the channel is %s keeps nobody from answering', async (how) => {
    world.channels[how].add('email');
    const id = await world.ask();
    await world.answer(id, 'a1');
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });

  test('does not keep the backup from being asked', async () => {
    world.channels.unreachable.add('email');
    const id = await world.ask({ backup_approver });
    await until(
      'the mail has failed for good',
      async () => (await findNotifications(world.context.db, id))[0]?.status === 'failed',
    );
    world.channels.unreachable.clear();
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect(world.toldAbout(id)).toEqual([`asked ${backup_approver}`]);
  });
});

describe('a message that can be edited', () => {
  test('shows the escalation and the outcome, each once', async () => {
    world.channels.canEdit = true;
    const id = await world.ask({ channel: 'slack', backup_approver });
    await until('the message is noted', async () => (await countSent(id)) === 1);
    await world.skip(1.5 * HOUR);
    await isTold(id, `escalated ${ANN}`);
    await until('the second message is noted', async () => (await countSent(id)) === 2);
    await world.answer(id, 'a1', 'deny');
    expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
    const told = [`asked ${ANN}`, `escalated ${ANN}`, `asked ${backup_approver}`];
    expect([...world.toldAbout(id)].sort()).toEqual([...told, `denied ${ANN}`, `denied ${backup_approver}`].sort());
  });

  test('shows the other approvers that they are not needed any more', async () => {
    world.channels.canEdit = true;
    const id = await world.ask({ channel: 'slack', approvers: [ANN, BOB] });
    await until('both messages are noted', async () => (await countSent(id)) === 2);
    await world.answer(id, 'a1');
    await world.outcome(id);
    expect(world.toldAbout(id)).toEqual(expect.arrayContaining([`approved ${ANN}`, `approved ${BOB}`]));
  });

  test('that cannot be edited at present delays the result by seconds, and changes no outcome', async () => {
    world.channels.canEdit = true;
    const id = await world.ask({ channel: 'slack' });
    await until('the message is noted', async () => (await countSent(id)) === 1);
    world.channels.away.add('slack');
    await world.answer(id, 'a1');
    const answered = await world.now();
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    const { closeTime } = await world.handle(id).describe();
    expect((closeTime?.getTime() ?? Number.NaN) - answered).toBeLessThan(MINUTE);
    expect(world.toldAbout(id)).toEqual([`asked ${ANN}`]);
  });
});
