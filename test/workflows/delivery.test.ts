import { temporal } from '@temporalio/proto';
import { type AskedDecision, newDecision } from '../support/asked-decision';
import type { Story } from '../support/scripted-activities';
import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** What follows the documented tries, as `api.md` has it. */
const LONG_GAPS = [5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
const GAPS = [5 * SECOND, 30 * SECOND, ...LONG_GAPS];

const ABANDON = temporal.api.enums.v1.ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON;

let time: TimeSkipping;
beforeAll(async () => {
  time = await startTimeSkipping();
}, 120_000);
afterAll(() => time?.stop());

/** The documented gap from each try to the next: the longest that is not longer than what passed. */
function gapsOf({ tries }: Pick<Story, 'tries'>): readonly (number | undefined)[] {
  const gaps = tries.slice(1).map(({ at }, index) => at - (tries[index]?.at ?? 0));
  return gaps.map((gap) => GAPS.findLast((documented) => documented <= gap));
}

/** What the receiver's answers led to, in a delivery's own workflow. */
async function delivered(receiver: Story['receiver'], { skipFirst }: { skipFirst: boolean }): Promise<Story> {
  const story = time.activities.tell(await newDecision(time, {}));
  story.receiver = receiver;
  await time.deliver(`${story.kept.decision.id}:decision.resolved`, { skipFirst });
  return story;
}

/** An approved decision whose receiver does as told; its result is there. */
async function approvedFor(receiver: Story['receiver']): Promise<AskedDecision> {
  const asked = await time.ask();
  asked.receiver = receiver;
  await asked.answer();
  await asked.handle.result();
  return asked;
}

/** Whether a workflow of its own goes on with the delivery that tells the approval. */
async function goesOn({ id }: AskedDecision): Promise<boolean> {
  const handle = time.client.workflow.getHandle(`delivery-${id}:decision.resolved:approved`);
  return handle.describe().then(
    ({ status }) => status.name === 'RUNNING',
    () => false,
  );
}

describe("a delivery's own workflow", () => {
  test('tries after each of the long gaps, says each time which comes next, and ends after the last', async () => {
    const start = await time.now();
    const { tries } = await delivered(() => 'fails', { skipFirst: true });
    expect(gapsOf({ tries: [{ deliveryId: '', next: null, at: start }, ...tries] })).toEqual(LONG_GAPS);
    expect(tries.map(({ next }) => next)).toEqual([...LONG_GAPS.slice(1), null]);
  });

  test.each(['arrives', 'is gone'] as const)('ends at the first try that %s', async (reply) => {
    const story = await delivered((number) => (number < 3 ? 'fails' : reply), { skipFirst: true });
    expect(gapsOf(story)).toEqual([30 * MINUTE, 2 * HOUR]);
  });

  test('makes the documented tries first where it is sent again by hand', async () => {
    const story = await delivered((number) => (number < 5 ? 'fails' : 'arrives'), { skipFirst: false });
    expect(gapsOf(story)).toEqual([5 * SECOND, 30 * SECOND, 5 * MINUTE, 30 * MINUTE]);
  });

  test.each(['arrives', 'is gone'] as const)('sent again by hand ends where the first try %s', async (reply) => {
    expect((await delivered(() => reply, { skipFirst: false })).tries).toHaveLength(1);
  });
});

describe('the callback of a decision', () => {
  test('that is taken at once is sent once, and nothing goes on', async () => {
    const asked = await approvedFor(() => 'arrives');
    expect(asked.did('callback')).toEqual(['decision.resolved']);
    expect(await goesOn(asked)).toBe(false);
  });

  test('is attempted three times, with 5 s and 30 s between, each told what follows the last', async () => {
    const asked = await approvedFor(() => 'fails');
    expect(gapsOf(asked)).toEqual([5 * SECOND, 30 * SECOND]);
    expect(asked.tries.map(({ next }) => next)).toEqual([5 * MINUTE, 5 * MINUTE, 5 * MINUTE]);
  });

  test('that fails every time goes on by itself, and the result does not wait for it', async () => {
    const asked = await approvedFor(() => 'fails');
    expect((await asked.handle.result()).status).toBe('approved');
    expect(asked.tries).toHaveLength(3);
    expect(await goesOn(asked)).toBe(true);
  });

  test('that goes on outlives the decision: its workflow is abandoned, not ended, when the decision is over', async () => {
    const asked = await approvedFor(() => 'fails');
    const { events } = await asked.handle.fetchHistory();
    const started = events?.flatMap((event) => event.startChildWorkflowExecutionInitiatedEventAttributes ?? []);
    expect(started?.map(({ parentClosePolicy }) => parentClosePolicy)).toEqual([ABANDON]);
  });

  test('that arrives at the third attempt does not go on', async () => {
    const asked = await approvedFor((number) => (number < 3 ? 'fails' : 'arrives'));
    expect(asked.tries).toHaveLength(3);
    expect(await goesOn(asked)).toBe(false);
  });

  test('to a receiver that is gone is sent once, does not go on, and changes no outcome', async () => {
    const asked = await approvedFor(() => 'is gone');
    expect((await asked.handle.result()).status).toBe('approved');
    expect(asked.tries).toHaveLength(1);
    expect(await goesOn(asked)).toBe(false);
  });

  test('goes to the next event although the last one found nobody', async () => {
    const asked = await time.ask();
    asked.receiver = (number) => (number === 1 ? 'is gone' : 'arrives');
    await asked.handle.result();
    expect(asked.did('callback')).toEqual(['decision.escalated', 'decision.expired']);
  });

  test('is not sent where none was asked for', async () => {
    const asked = await time.ask({ callbackUrl: null });
    await asked.handle.result();
    expect(asked.did('record')).toEqual(['escalated', 'expired']);
    expect(asked.tries).toEqual([]);
  });
});

describe('on the webhook channel', () => {
  test('the decision itself is sent, under its own id, and nobody is notified', async () => {
    const asked = await time.ask({ channel: 'webhook' });
    await asked.handle.result();
    expect(asked.did('notify')).toEqual([]);
    expect(asked.did('callback')).toEqual(['decision.created', 'decision.escalated', 'decision.expired']);
    expect(asked.tries[0]?.deliveryId).toBe(asked.id);
  });

  test('an answer is taken while the receiver is dead', async () => {
    const asked = await time.ask({ channel: 'webhook' });
    asked.receiver = () => 'fails';
    expect((await asked.answer()).status).toBe('approved');
  });
});
