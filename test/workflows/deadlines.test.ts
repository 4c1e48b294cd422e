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

const ANN = 'asked ann@company.com';
const BEN = 'asked ben@company.com';
const backup_approver = 'ben@company.com';

const isTold = (id: string, text: string) => until(text, () => world.toldAbout(id).includes(text));
/** When something happened to the decision, after it was created. */
const momentOf = (at: number | null | undefined, { createdAt }: { createdAt: Date }) =>
  at == null ? null : at - createdAt.getTime();

describe('when nobody answers', () => {
  test('the backup is asked, then the decision expires, each at its own moment, and each is told once', async () => {
    const id = await world.ask({ backup_approver });
    expect(await world.outcome(id)).toEqual({ id, status: 'expired', executeAt: null, isDue: false });
    expect(world.toldAbout(id)).toEqual([ANN, BEN]);
    expect(world.eventsOf(id)).toEqual(['decision.escalated', 'decision.expired']);
    const decision = await world.find(id);
    expect(momentOf(decision.state.steps[0]?.escalatedAt, decision)).toBe(HOUR);
    expect(momentOf(decision.expiresAt?.getTime(), decision)).toBe(2 * HOUR);
  });

  test('the backup is asked after escalate_after_minutes and not before, and has the rest of the time', async () => {
    const started = await world.now();
    const id = await world.ask({ backup_approver, escalate_after_minutes: 15 });
    await isTold(id, ANN);
    await world.skip(14 * MINUTE);
    expect(world.toldAbout(id)).toEqual([ANN]);
    await world.skip(2 * MINUTE);
    await isTold(id, BEN);
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    const decision = await world.find(id);
    expect(momentOf(decision.expiresAt?.getTime(), decision)).toBe(HOUR);
    expect((await world.now()) - started).toBeGreaterThanOrEqual(HOUR);
  });

  test('without a backup the decision expires at its first deadline', async () => {
    const id = await world.ask();
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect(world.toldAbout(id)).toEqual([ANN]);
    expect(world.eventsOf(id)).toEqual(['decision.expired']);
  });

  test('without a deadline the decision waits for years', async () => {
    const id = await world.ask({ timeout_minutes: null });
    await isTold(id, ANN);
    await world.skip(500 * DAY);
    expect(await world.find(id)).toMatchObject({ status: 'pending' });
    await world.answer(id, 'a1');
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
  });

  test('a deadline that is a year away comes after a year', async () => {
    const started = await world.now();
    const id = await world.ask({ timeout_minutes: 525_600, backup_approver });
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect((await world.now()) - started).toBeGreaterThanOrEqual(2 * 365 * DAY);
  });
});

describe('when nobody answers, on_timeout', () => {
  test('deny denies', async () => {
    const id = await world.ask({ on_timeout: 'deny' });
    expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
    expect((await world.find(id)).state.resolution).toMatchObject({ by: 'timeout' });
  });

  test('approve approves what people were asked', async () => {
    const id = await world.ask({ on_timeout: 'approve' });
    await isTold(id, ANN);
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });

  test('approve does not approve what nobody could be asked: the decision expires', async () => {
    world.channels.away.add('email');
    const id = await world.ask({ on_timeout: 'approve' });
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    world.channels.away.clear();
    expect(world.toldAbout(id)).toEqual([]);
  });
});

describe('more time', () => {
  test('moves the deadline that the workflow is waiting for', async () => {
    const started = await world.now();
    const id = await world.ask();
    await isTold(id, ANN);
    await world.change(id, { kind: 'extend', until: started + 3 * DAY });
    await world.skip(2 * HOUR);
    expect(await world.find(id)).toMatchObject({ status: 'pending' });
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect((await world.now()) - started).toBeGreaterThanOrEqual(3 * DAY);
    expect(world.eventsOf(id)).toEqual(['decision.expired']);
  });
});

describe('while the workers are away', () => {
  test('the deadline passes all the same: a later answer is refused, and the expiry is told when they are back', async () => {
    await world.stopWorkers();
    const id = await world.ask({ backup_approver });
    await world.skip(3 * HOUR);
    await expect(world.answer(id, 'a1')).rejects.toMatchObject({ code: 'EXPIRED' });
    await world.startWorkers();
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect([...world.eventsOf(id)].sort()).toEqual(['decision.escalated', 'decision.expired']);
    expect(world.toldAbout(id)).toEqual([]);
  });

  test('an answer before the deadline counts, however late it is told', async () => {
    await world.stopWorkers();
    const id = await world.ask();
    await world.answer(id, 'a1');
    await world.skip(3 * HOUR);
    await world.startWorkers();
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });
});

describe('while PostgreSQL is away', () => {
  test('at the deadline, the decision expires when PostgreSQL is back, and that is told once', async () => {
    const id = await world.ask();
    await isTold(id, ANN);
    await until('the message is noted', async () => (await world.find(id)).revision > 0);
    world.postgres.failures = 8;
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect(world.postgres.failures).toBe(0);
    expect(world.eventsOf(id)).toEqual(['decision.expired']);
  });

  test('after an answer, the agent is told as soon as PostgreSQL is back', async () => {
    const id = await world.ask();
    await isTold(id, ANN);
    world.postgres.failures = 8;
    await world.answer(id, 'a1');
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    expect(world.postgres.failures).toBe(0);
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });
});
