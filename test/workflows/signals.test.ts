import type { temporal } from '@temporalio/proto';
import { reconcile } from '../../decisions/reconcile';
import { TASK_QUEUES, workflowIdOf } from '../../workflows/names';
import { startOrdinary } from '../support/ordinary';
import { until } from '../support/until';
import type { World } from '../support/world';

type IPayload = temporal.api.common.v1.IPayload;

let world: World;
beforeAll(async () => {
  world = await startOrdinary();
}, 120_000);
afterAll(() => world?.stop());

const ASKED = 'asked ann@company.com';
const isAsked = (id: string) => until('ann is asked', () => world.toldAbout(id).includes(ASKED));
const bytes = (text: string) => Buffer.from(text);
const encoded = (encoding: string, data: string): IPayload => ({
  metadata: { encoding: bytes(encoding) },
  data: bytes(data),
});

/** What anyone who reaches Temporal may send. */
const JUNK: readonly [string, string, readonly IPayload[]][] = [
  ['no argument', 'changed', []],
  ['an answer', 'changed', [encoded('json/plain', '{"verdict":"approve"}')]],
  ['broken JSON', 'changed', [encoded('json/plain', '{')]],
  ['an unknown encoding', 'changed', [encoded('nonsense', '?')]],
  ['a payload under an unknown key', 'changed', [encoded('binary/encrypted', '?')]],
  ['no encoding', 'changed', [{ data: bytes('?') }]],
  ['a megabyte', 'changed', [{ metadata: { encoding: bytes('binary/plain') }, data: Buffer.alloc(1_000_000) }]],
  ['another name', 'resolve', [encoded('nonsense', '?')]],
  ['a reserved name', '__temporal_junk', []],
];

test.each(JUNK)('a signal with %s decides nothing, and leaves nothing stuck', async (_what, signalName, payloads) => {
  const id = await world.ask();
  await isAsked(id);
  const before = await world.find(id);
  for (let time = 0; time < 2; time += 1)
    await world.client.workflowService.signalWorkflowExecution({
      namespace: world.client.options.namespace,
      workflowExecution: { workflowId: workflowIdOf(id) },
      signalName,
      input: { payloads: [...payloads] },
    });
  expect(await world.find(id)).toMatchObject({ status: 'pending', revision: before.revision });
  await world.answer(id, 'a1', 'deny');
  expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
  expect(world.eventsOf(id)).toEqual(['decision.resolved']);
});

describe('a lost signal', () => {
  /** As if a minute had passed since the last change. */
  const age = (id: string) =>
    world.context.db.sql`UPDATE decisions SET changed_at = changed_at - interval '1 minute' WHERE id = ${id}`;
  afterEach(() => {
    world.wakes.areLost = false;
  });

  test('of a new decision is recovered by reconcile, which asks the person', async () => {
    world.wakes.areLost = true;
    const id = await world.ask();
    await age(id);
    expect(await reconcile(world.context)).toBe(1);
    await isAsked(id);
    await until('nothing is behind', async () => (await reconcile(world.context)) === 0);
    expect(world.toldAbout(id)).toEqual([ASKED]);
  });

  test('of an answer is recovered by reconcile, which tells the agent', async () => {
    const id = await world.ask();
    await isAsked(id);
    world.wakes.areLost = true;
    await world.answer(id, 'a1');
    await age(id);
    expect(await reconcile(world.context)).toBe(1);
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });

  test('is left alone for some seconds, and a decision that was woken is not woken again at once', async () => {
    await world.stopWorkers();
    world.wakes.areLost = true;
    const id = await world.ask();
    expect(await reconcile(world.context)).toBe(0);
    await age(id);
    expect(await reconcile(world.context)).toBe(1);
    expect(await reconcile(world.context)).toBe(0);
    await world.startWorkers();
    await isAsked(id);
  });
});

describe('a wake', () => {
  test('of a workflow that has completed starts no other', async () => {
    const id = await world.ask();
    await world.answer(id, 'a1');
    await world.outcome(id);
    const { runId } = await world.handle(id).describe();
    await world.context.waker.wakeNow(await world.find(id));
    expect((await world.handle(id).describe()).runId).toBe(runId);
  });

  test('while the workflow completes neither keeps it from that, nor changes how it ends', async () => {
    const id = await world.ask();
    await isAsked(id);
    let isOver = false;
    const noise = Promise.all(
      Array.from({ length: 3 }, async () => {
        while (!isOver)
          await world
            .handle(id)
            .signal('changed')
            .catch(() => undefined);
      }),
    );
    await world.answer(id, 'a1');
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    isOver = true;
    await noise;
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });
});

describe("in Temporal's UI", () => {
  test('a cancelled workflow denies its decision, which is told, and completes with that outcome', async () => {
    const id = await world.ask();
    await isAsked(id);
    await world.handle(id).cancel();
    expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
    expect((await world.find(id)).state.resolution).toMatchObject({ by: 'temporal', via: 'cancel' });
    expect((await world.handle(id).describe()).status.name).toBe('COMPLETED');
  });

  test('cancelling after an answer changes nothing', async () => {
    const id = await world.ask();
    await isAsked(id);
    world.receiver.answer(503, 503); // the workflow stays open until the callback has arrived
    await world.answer(id, 'a1');
    await world.handle(id).cancel();
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    expect(await world.find(id)).toMatchObject({ status: 'approved' });
  });

  test('a terminated workflow denies its decision, with the reason that was given, and the agent is told', async () => {
    const id = await world.ask();
    await isAsked(id);
    await world.handle(id).terminate('the agent ran wild');
    await until('maintenance denies it', async () => {
      await world.client.workflow.execute('maintenance', {
        ...{ workflowId: 'maintenance', taskQueue: TASK_QUEUES.decisions },
      });
      return (await world.find(id)).status === 'denied';
    });
    expect(await world.find(id)).toMatchObject({ reason: 'the agent ran wild' });
    expect(await world.outcome(id)).toMatchObject({ status: 'denied' });
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });

  test('an answer to a decision whose workflow was terminated counts, and a new run tells the agent', async () => {
    const id = await world.ask();
    await isAsked(id);
    await world.handle(id).terminate('by mistake');
    expect((await world.answer(id, 'a1')).status).toBe('approved');
    expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
    expect(world.eventsOf(id)).toEqual(['decision.resolved']);
  });
});

test('a workflow of a decision that does not exist fails, and is not tried for ever', async () => {
  const workflowId = workflowIdOf('01a0a0a0-0000-7000-8000-000000000000');
  const started = world.client.workflow.execute('decision', {
    ...{ workflowId, taskQueue: TASK_QUEUES.decisions },
    args: ['01a0a0a0-0000-7000-8000-000000000000'],
  });
  await expect(started).rejects.toThrow();
});
