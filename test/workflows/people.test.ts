import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

const HOUR = 3_600_000;

let world: TimeSkipping;
beforeAll(async () => {
  world = await startTimeSkipping();
}, 120_000);
afterAll(() => world?.stop());

const ANN = 'ann@company.com';
const BOB = 'bob@company.com';
const CAT = 'cat@company.com';

const isTold = (id: string, ...texts: string[]) =>
  until(texts.join(' and '), () => texts.every((text) => world.toldAbout(id).includes(text)));
const verdictsIn = async (id: string, ...answers: ['a1' | 'a2' | 'a3', 'approve' | 'deny'][]) => {
  const statuses: string[] = [];
  for (const [assignment, verdict] of answers) statuses.push((await world.answer(id, assignment, verdict)).status);
  return statuses;
};

describe('two of three', () => {
  const twoOfThree = (deny: 'veto' | 'majority') => world.ask({ approvers: [ANN, BOB, CAT], need: 2, deny });

  test('approve: the second approval ends it, and the third person is not needed any more', async () => {
    const id = await twoOfThree('veto');
    await isTold(id, `asked ${ANN}`, `asked ${BOB}`, `asked ${CAT}`);
    expect(await verdictsIn(id, ['a1', 'approve'])).toEqual(['pending']);
    await until('the first approval is told', () => world.eventsOf(id).length === 1);
    expect(await verdictsIn(id, ['a3', 'approve'])).toEqual(['approved']);
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    expect(world.eventsOf(id)).toEqual(['answer.counted', 'decision.resolved']);
    await expect(world.answer(id, 'a2')).rejects.toMatchObject({ code: 'ALREADY_RESOLVED' });
  });

  test('with a veto the first denial ends it', async () => {
    const id = await twoOfThree('veto');
    expect(await verdictsIn(id, ['a1', 'approve'], ['a2', 'deny'])).toEqual(['pending', 'denied']);
    expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
  });

  test('with a majority one denial is overruled, and two end it', async () => {
    const overruled = await twoOfThree('majority');
    expect(await verdictsIn(overruled, ['a1', 'deny'], ['a2', 'approve'], ['a3', 'approve'])).toEqual([
      ...['pending', 'pending', 'approved'],
    ]);
    expect(await world.outcome(overruled)).toMatchObject({ status: 'approved' });
    const denied = await twoOfThree('majority');
    expect(await verdictsIn(denied, ['a1', 'deny'], ['a3', 'deny'])).toEqual(['pending', 'denied']);
    expect(await world.outcome(denied)).toMatchObject({ status: 'denied' });
  });

  test('that stay one short expire', async () => {
    const id = await twoOfThree('veto');
    await world.answer(id, 'a1');
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect(world.eventsOf(id)).toEqual(['answer.counted', 'decision.expired']);
  });
});

describe('steps', () => {
  const steps = [{ approvers: [ANN] }, { approvers: [BOB] }];

  test('follow one another: the second person is asked when the first has approved', async () => {
    const id = await world.ask({ steps });
    await isTold(id, `asked ${ANN}`);
    await world.answer(id, 'a1');
    await isTold(id, `asked ${BOB}`);
    await world.answer(id, 'a2');
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    expect(world.toldAbout(id)).toEqual([`asked ${ANN}`, `asked ${BOB}`]);
  });

  test('end with the first denial: the second person is never asked', async () => {
    const id = await world.ask({ steps });
    await world.answer(id, 'a1', 'deny');
    expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
    expect(world.toldAbout(id)).not.toContain(`asked ${BOB}`);
  });

  test('have a deadline each, from the time when they open', async () => {
    const started = await world.now();
    const id = await world.ask({ timeout_minutes: 60, steps });
    await isTold(id, `asked ${ANN}`);
    await world.skip(0.75 * HOUR);
    await world.answer(id, 'a1');
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect((await world.now()) - started).toBeGreaterThanOrEqual(1.75 * HOUR);
    expect(world.toldAbout(id)).toContain(`asked ${BOB}`);
  });
});

describe('a person who takes the place of another', () => {
  test.each([
    ['because of a delegation', { kind: 'delegate', assignmentId: 'a1', to: BOB }],
    ['because of a reassignment', { kind: 'reassign', from: ANN, to: BOB }],
  ] as const)('%s is asked, and only they can answer', async (_why, command) => {
    const id = await world.ask();
    await isTold(id, `asked ${ANN}`);
    await world.change(id, command);
    await isTold(id, `asked ${BOB}`);
    await expect(world.answer(id, 'a1')).rejects.toThrow();
    expect((await world.answer(id, 'a2')).status).toBe('approved');
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
  });

  test('before the first was asked is the only one who is asked', async () => {
    await world.stopWorkers();
    const id = await world.ask();
    await world.change(id, { kind: 'reassign', from: ANN, to: BOB });
    await world.startWorkers();
    await isTold(id, `asked ${BOB}`);
    await world.answer(id, 'a2');
    await world.outcome(id);
    expect(world.toldAbout(id)).toEqual([`asked ${BOB}`]);
  });
});

test('a person who is added is asked at once, and their approval counts', async () => {
  const id = await world.ask({ approvers: [ANN, BOB], need: 2 });
  await isTold(id, `asked ${ANN}`, `asked ${BOB}`);
  await world.change(id, { kind: 'add', step: null, approver: CAT });
  await isTold(id, `asked ${CAT}`);
  expect(await verdictsIn(id, ['a3', 'approve'], ['a1', 'approve'])).toEqual(['pending', 'approved']);
  expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
});

test('a reminder reaches only those who have not answered, and each of them once', async () => {
  const id = await world.ask({ approvers: [ANN, BOB], need: 2, timeout_minutes: 600 });
  await isTold(id, `asked ${ANN}`, `asked ${BOB}`);
  await world.answer(id, 'a1');
  await world.skip(HOUR);
  await world.change(id, { kind: 'remind', approver: null });
  await isTold(id, `reminded ${BOB}`);
  await world.skip(HOUR);
  await world.answer(id, 'a2');
  await world.outcome(id);
  expect(world.toldAbout(id).filter((text) => text.startsWith('reminded'))).toEqual([`reminded ${BOB}`]);
});

test('an approver who is their own backup under another spelling is reminded at the escalation, and may still answer', async () => {
  const id = await world.ask({ backup_approver: 'ANN@Company.com' });
  await isTold(id, `asked ${ANN}`);
  await world.skip(1.5 * HOUR);
  await isTold(id, `reminded ${ANN}`);
  expect((await world.answer(id, 'a1')).status).toBe('approved');
  expect(world.toldAbout(id)).toEqual([`asked ${ANN}`, `reminded ${ANN}`]);
});
