import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';
import { until } from '../support/until';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let time: TimeSkipping;
beforeAll(async () => {
  time = await startTimeSkipping();
}, 120_000);
afterAll(() => time?.stop());

/** A decision that was approved for so much later, and whose approval is told. */
async function askedAndScheduled(later: number) {
  const asked = await time.ask();
  const executeAt = (await time.now()) + later;
  const { answerId } = await asked.answer({ executeAt });
  await until('the approval is told', () => asked.steps.includes('callback decision.resolved'));
  return Object.assign(asked, { executeAt, answerId: answerId ?? '' });
}

test('a scheduled decision sleeps until its time, then tells that it is due', async () => {
  const asked = await askedAndScheduled(5 * DAY);
  expect(await asked.handle.result()).toMatchObject({ status: 'scheduled', due: true, executeAt: asked.executeAt });
  expect(asked.did('callback')).toEqual(['decision.resolved', 'decision.due']);
  expect(asked.tries[0]?.at).toBeLessThan(asked.executeAt);
  expect(asked.tries[1]?.at).toBeGreaterThanOrEqual(asked.executeAt);
});

test('a scheduled decision outlives its deadline', async () => {
  const asked = await askedAndScheduled(5 * DAY);
  await time.skip(3 * DAY);
  expect(asked.did('record')).toEqual(['scheduled']);
  expect(asked.did('notify')).not.toContain('1');
});

test('a scheduled decision can be withdrawn until its time, and both are told', async () => {
  const asked = await askedAndScheduled(DAY);
  expect((await asked.answer({ verdict: 'cancel' })).status).toBe('denied');
  expect(await asked.handle.result()).toMatchObject({ status: 'denied', executeAt: null, due: false });
  expect(asked.did('callback')).toEqual(['decision.resolved', 'decision.resolved']);
});

test('a scheduled decision cannot be withdrawn once its time has come', async () => {
  const asked = await askedAndScheduled(HOUR);
  asked.receiver = (number) => (number < 2 || number > 3 ? 'arrives' : 'fails'); // tries of decision.due keep it alive
  await time.skip(HOUR);
  await until('its time is told', () => asked.steps.includes('callback decision.due'));
  await expect(asked.answer({ verdict: 'cancel' })).rejects.toMatchObject({ cause: { type: 'ALREADY_RESOLVED' } });
  expect((await asked.handle.result()).status).toBe('scheduled');
  expect(asked.did('record')).toEqual(['scheduled', 'scheduled']);
});

test('a withdrawal given in time and read late stands', async () => {
  const asked = await askedAndScheduled(HOUR);
  asked.kept.keepAnswer({ id: 'late', verdict: 'cancel', executeAt: null, at: asked.executeAt - 1 });
  expect(await asked.handle.result()).toMatchObject({ status: 'denied', answerId: 'late' });
  expect(asked.did('callback')).toEqual(['decision.resolved', 'decision.resolved']);
});

test('a forged withdrawal does not touch a scheduled decision', async () => {
  const asked = await askedAndScheduled(HOUR);
  await asked.forge({ verdict: 'cancel' });
  expect((await asked.handle.result()).status).toBe('scheduled');
  expect(asked.did('callback')).toEqual(['decision.resolved', 'decision.due']);
});

test('an answer forged under the id of the one that stands does not move its time', async () => {
  const asked = await askedAndScheduled(DAY);
  await asked.forge({ id: asked.answerId, executeAt: asked.executeAt - HOUR });
  expect((await asked.handle.result()).executeAt).toBe(asked.executeAt);
  expect(asked.tries[1]?.at).toBeGreaterThanOrEqual(asked.executeAt);
});

test('a denial with a time is a denial', async () => {
  const asked = await time.ask();
  const reply = await asked.answer({ verdict: 'deny', executeAt: (await time.now()) + DAY });
  expect(reply).toMatchObject({ status: 'denied', executeAt: null });
  expect(await asked.handle.result()).toEqual(reply);
});

test('a withdrawal in the UI of Temporal counts until the time', async () => {
  const asked = await askedAndScheduled(DAY);
  await asked.handle.cancel();
  expect(await asked.handle.result()).toMatchObject({ status: 'denied', answerId: 'temporal-cancel' });
});

test('the operator reads that it waits for its time, and then how it ended', async () => {
  const asked = await askedAndScheduled(DAY);
  const details = async () =>
    (await asked.handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails;
  expect(await details()).toMatch(/^Approved for later: waiting until /);
  await asked.answer({ verdict: 'cancel' });
  await asked.handle.result();
  expect(await details()).toBe('Over: denied.');
});
