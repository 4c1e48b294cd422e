import { temporal } from '@temporalio/proto';
import { listDeliveries } from '../../store/deliveries';
import { deliveryWorkflowIdOf, TASK_QUEUES } from '../../workflows/names';
import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The gaps between attempts, as documented. */
const FIRST_GAPS = [0, 5 * SECOND, 30 * SECOND];
const LONG_GAPS = [5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
const GAPS = [...FIRST_GAPS, ...LONG_GAPS];

const ABANDON = temporal.api.enums.v1.ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON;

let world: TimeSkipping;
beforeAll(async () => {
  world = await startTimeSkipping();
}, 120_000);
afterEach(() => world.receiver.answer());
afterAll(() => world?.stop());

/** When the agent's server was called about this decision. */
const attemptsOf = (id: string): number[] =>
  world.receiver.received.filter(({ body }) => body.decision.id === id).map(({ at }) => at);
/** The documented gap before each attempt but the first: the longest that is not longer than what passed. */
const gapsOf = (attempts: readonly number[]) =>
  attempts.slice(1).map((at, index) => GAPS.findLast((gap) => gap <= at - (attempts[index] ?? 0)));

const fails = (times: number): number[] => Array.from({ length: times }, () => 503);

/** An approved decision whose agent answers its callback like this. The result of its workflow is there. */
async function approvedFor(...statuses: number[]): Promise<string> {
  const id = await world.ask();
  world.receiver.answer(...statuses);
  await world.answer(id, 'a1');
  expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
  return id;
}
async function deliveryOf(id: string) {
  const [delivery] = await listDeliveries(world.context.db, id, { limit: 1 });
  if (!delivery) throw new Error(`there is no delivery of ${id}`);
  return delivery;
}
/** Whether a workflow of its own continues with the last delivery of the decision. */
async function isContinued(id: string): Promise<boolean> {
  const handle = world.client.workflow.getHandle(deliveryWorkflowIdOf((await deliveryOf(id)).id));
  return handle.describe().then(
    ({ status }) => status.name === 'RUNNING',
    () => false,
  );
}
/**
 * Runs the delivery workflow of such a decision to its end. Its callback has been delivered, so it is put back first, as
 * if it never had been. Under an id of its own: a child workflow that ends after its parent would stop time.
 */
async function deliverAgain(statuses: readonly number[], options: { earlier: number; waits: boolean }) {
  const id = await approvedFor(200);
  const delivery = await deliveryOf(id);
  await world.context.db.sql`UPDATE deliveries SET status = 'pending' WHERE id = ${delivery.id}`;
  world.receiver.answer(...statuses);
  const started = await world.now();
  await world.client.workflow.execute('delivery', {
    ...{ workflowId: `again-${delivery.id}`, taskQueue: TASK_QUEUES.decisions },
    args: [delivery.id, options],
  });
  const attempts = attemptsOf(id).slice(1);
  return { id, attempts, gaps: gapsOf(options.waits ? [started, ...attempts] : attempts) };
}

/** After the attempts of the decision's own workflow: the one that was made stands for all four. */
const CONTINUED = { earlier: -3, waits: true };
/** Someone requested it again after one attempt. */
const BY_HAND = { earlier: 1, waits: false };

describe('the delivery workflow', () => {
  test('makes an attempt after each of the long gaps, and gives up after the last', async () => {
    const { id, gaps } = await deliverAgain(fails(20), CONTINUED);
    expect(gaps).toEqual(LONG_GAPS);
    expect(await deliveryOf(id)).toMatchObject({ status: 'failed', nextAttemptAt: null });
  });

  test('notes after each attempt when the next one follows', async () => {
    const { id } = await deliverAgain([...fails(2), 200], CONTINUED);
    expect(await deliveryOf(id)).toMatchObject({ status: 'delivered', nextAttemptAt: null });
    const { attempts } = await deliveryOf(id);
    expect(attempts.map(({ number, statusCode }) => [number, statusCode])).toEqual([
      ...[
        [1, 200],
        [2, 503],
        [3, 503],
        [4, 200],
      ], // the first is of the decision's own workflow
    ]);
  });

  test.each([200, 410])('ends at the first attempt that is answered with %i', async (status) => {
    const { gaps } = await deliverAgain([...fails(2), status], CONTINUED);
    expect(gaps).toEqual([5 * MINUTE, 30 * MINUTE, 2 * HOUR]);
  });

  test('makes the documented attempts first if it was requested by hand', async () => {
    const { gaps } = await deliverAgain([...fails(5), 200], BY_HAND);
    expect(gaps).toEqual([...FIRST_GAPS, 5 * MINUTE, 30 * MINUTE]);
  });

  test.each([200, 410])('that was requested by hand ends if its first attempt is answered with %i', async (status) => {
    expect((await deliverAgain([status], BY_HAND)).attempts).toHaveLength(1);
  });
});

describe('the callback of a decision', () => {
  test('that arrives is made once, and nothing continues', async () => {
    const id = await approvedFor(200);
    expect(attemptsOf(id)).toHaveLength(1);
    expect(await isContinued(id)).toBe(false);
    expect(await deliveryOf(id)).toMatchObject({ status: 'delivered' });
  });

  test('that fails is repeated at once, after 5 seconds and after 30 seconds', async () => {
    const id = await approvedFor(...fails(3), 200);
    expect(gapsOf(attemptsOf(id))).toEqual(FIRST_GAPS);
    expect(await isContinued(id)).toBe(false);
  });

  test('to a receiver that answers 410 is made once and does not continue', async () => {
    const id = await approvedFor(410);
    expect(attemptsOf(id)).toHaveLength(1);
    expect(await isContinued(id)).toBe(false);
    expect(await deliveryOf(id)).toMatchObject({ status: 'failed' });
  });

  test('is made for the next event even if the receiver was gone at the last one', async () => {
    world.receiver.answer(410);
    const id = await world.ask({ backup_approver: 'ben@company.com' });
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect(world.eventsOf(id)).toEqual(['decision.escalated', 'decision.expired']);
  });
});

describe('on the webhook channel', () => {
  const onWebhook = () => world.ask({ channel: 'webhook' });

  test('the agent gets the decision itself, and nobody is notified', async () => {
    const id = await onWebhook();
    expect(await world.outcome(id)).toMatchObject({ status: 'expired' });
    expect(world.eventsOf(id)).toEqual(['decision.created', 'decision.expired']);
    expect(world.toldAbout(id)).toEqual([]);
  });

  test('silence approves only if the agent has received the decision', async () => {
    const id = await world.ask({ channel: 'webhook', on_timeout: 'approve' });
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    world.receiver.answer(410);
    const never = await world.ask({ channel: 'webhook', on_timeout: 'approve' });
    expect(await world.outcome(never)).toMatchObject({ status: 'expired' });
  });

  test('an answer is taken while the receiver is away', async () => {
    world.receiver.answer(...fails(3), 200);
    const id = await onWebhook();
    expect((await world.answer(id, 'a1')).status).toBe('approved');
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
  });
});

// The last test: on this server a child workflow that ends after its parent would stop time for good.
test('a callback that fails every time continues in a workflow of its own, and the result does not wait for it', async () => {
  const id = await approvedFor(...fails(20));
  const [, , , fourth = 0] = attemptsOf(id);
  expect(gapsOf(attemptsOf(id)).slice(0, 3)).toEqual(FIRST_GAPS);
  expect(await isContinued(id)).toBe(true);
  expect((await deliveryOf(id)).status).toBe('pending');
  const { closeTime } = await world.handle(id).describe();
  expect(Number(closeTime) - fourth).toBeLessThan(4 * MINUTE);
  const { events } = await world.handle(id).fetchHistory();
  const started = events?.flatMap((event) => event.startChildWorkflowExecutionInitiatedEventAttributes ?? []);
  expect(started?.map(({ parentClosePolicy }) => parentClosePolicy)).toEqual([ABANDON]);
});
