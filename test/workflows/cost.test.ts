import { startOrdinary } from '../support/ordinary';
import { until } from '../support/until';
import type { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startOrdinary();
}, 120_000);
afterAll(() => world?.stop());

/** The events that Temporal Cloud bills as actions. A local activity writes a marker. */
const BILLED = [
  ...['workflowExecutionStarted', 'workflowExecutionSignaled', 'timerStarted', 'activityTaskScheduled'],
  ...['markerRecorded', 'startChildWorkflowExecutionInitiated', 'upsertWorkflowSearchAttributes'],
];

test('one decision with a mail and a callback costs at most seven billable actions', async () => {
  const id = await world.ask();
  await until('ann is asked', () => world.toldAbout(id).length === 1);
  await until('the mail is noted', async () => (await events(id)).includes('activityTaskCompleted'));
  await world.answer(id, 'a1');
  expect(await world.outcome(id)).toMatchObject({ status: 'approved' });
  const billed = (await events(id)).filter((name) => BILLED.includes(name));
  expect(billed.toSorted()).toEqual([
    ...['activityTaskScheduled', 'activityTaskScheduled', 'markerRecorded', 'markerRecorded', 'timerStarted'],
    ...['workflowExecutionSignaled', 'workflowExecutionStarted'],
  ]);
});

/** The names of the events in the history of the decision's workflow. */
async function events(id: string): Promise<string[]> {
  const history = await world.handle(id).fetchHistory();
  return (history.events ?? []).map((event) => {
    const key = Object.keys(event).find((name) => name.endsWith('EventAttributes'));
    return key?.replace('EventAttributes', '') ?? 'unknown';
  });
}
