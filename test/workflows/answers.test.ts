import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

let world: TimeSkipping;
beforeAll(async () => {
  world = await startTimeSkipping();
}, 120_000);
afterAll(() => world?.stop());

const isAsked = (id: string) => until('ann is asked', () => world.toldAbout(id).includes('asked ann@company.com'));

describe('an answer', () => {
  test.each([
    ['approve', 'approved'],
    ['deny', 'denied'],
    ['modify', 'modified'],
  ] as const)(
    '%s ends the decision: the agent is told once, and the result is the outcome',
    async (verdict, status) => {
      const id = await world.ask();
      await isAsked(id);
      expect((await world.answer(id, 'a1', verdict)).status).toBe(status);
      expect(await world.outcome(id)).toEqual({ id, status, executeAt: null, isDue: false });
      expect(world.eventsOf(id)).toEqual(['decision.resolved']);
      expect(world.toldAbout(id)).toEqual(['asked ann@company.com']);
    },
  );

  test('that no worker has seen yet is final, and nobody is asked afterwards', async () => {
    await world.stopWorkers();
    const id = await world.ask();
    expect((await world.answer(id, 'a1', 'deny')).status).toBe('denied');
    await world.startWorkers();
    expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
    expect(world.toldAbout(id)).toEqual([]);
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });

  test('that is not among the options is refused and changes nothing', async () => {
    const id = await world.ask({ options: ['approve', 'deny'] });
    await expect(world.answer(id, 'a1', 'modify')).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
    expect((await world.answer(id, 'a1', 'deny')).status).toBe('denied');
    expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });

  test('that comes second is refused, while the first is still being told and after that', async () => {
    const id = await world.ask();
    world.receiver.answer(503, 503);
    await world.answer(id, 'a1');
    await expect(world.answer(id, 'a1', 'deny')).rejects.toMatchObject({ code: 'ALREADY_RESOLVED' });
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    await expect(world.answer(id, 'a1', 'deny')).rejects.toMatchObject({ code: 'ALREADY_RESOLVED' });
    expect(await world.find(id)).toMatchObject({ status: 'approved' });
  });

  test('of eight at once exactly one wins, and only that one is told', async () => {
    const id = await world.ask();
    const verdicts = Array.from({ length: 4 }, () => ['approve', 'deny'] as const).flat();
    const replies = await Promise.allSettled(verdicts.map((verdict) => world.answer(id, 'a1', verdict)));
    const won = replies.flatMap((reply) => (reply.status === 'fulfilled' ? [reply.value.status] : []));
    expect(won).toHaveLength(1);
    expect((await world.outcome(id)).status).toBe(won[0]);
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });

  test('after the escalation counts, whether from the backup or the first approver', async () => {
    for (const assignment of ['a1', 'a2']) {
      const id = await world.ask({ backup_approver: 'ben@company.com' });
      await world.skip(90 * 60_000);
      await until('the escalation is told', () => world.eventsOf(id).includes('decision.escalated'));
      expect((await world.answer(id, assignment)).status).toBe('approved');
      expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
      expect(world.eventsOf(id)).toEqual(['decision.escalated', 'decision.resolved']);
    }
  });
});

test('without a callback URL nobody is called back, and the result is there all the same', async () => {
  const before = world.receiver.received.length;
  const id = await world.ask({ callback_url: null });
  await world.answer(id, 'a1');
  expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
  expect(world.receiver.received).toHaveLength(before);
});

test('the outcome can be queried, and the operator reads what the decision is waiting for and how it ended', async () => {
  const details = async () =>
    (await world.handle(id).query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails;
  const id = await world.ask();
  await isAsked(id);
  expect(await world.handle(id).query('outcome')).toMatchObject({ status: 'pending' });
  expect(await details()).toMatch(/^Waiting for an approval until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/);
  await world.answer(id, 'a1', 'deny');
  await world.outcome(id);
  expect(await world.handle(id).query('outcome')).toMatchObject({ status: 'denied' });
  expect(await details()).toBe('Over: denied.');
});
