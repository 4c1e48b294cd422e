import type { AskedDecision } from '../support/asked-decision';
import { startTimeSkipping, type TimeSkipping } from '../support/time-skipping';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** What follows the four documented tries, as `api.md` has it. */
const LONG_GAPS = [5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

let time: TimeSkipping;
beforeAll(async () => {
  time = await startTimeSkipping();
}, 60_000);
afterAll(() => time?.stop());

/** An approved decision whose receiver does as told; its result is there. */
async function toldTo(receiver: AskedDecision['receiver']): Promise<AskedDecision> {
  const asked = await time.ask();
  asked.receiver = receiver;
  await asked.answer();
  await asked.handle.result();
  return asked;
}

const deliveryOf = ({ id }: AskedDecision) => time.client.workflow.getHandle(`delivery-${id}:decision.resolved:approved`);
/** The time from each try to the next, in milliseconds. */
const gapsOf = ({ tries }: AskedDecision) => tries.slice(1).map(({ at }, index) => at - (tries[index]?.at ?? 0));
/** The same, to what is documented: a try begins at its time or just after. */
const inWords = (gaps: readonly number[]) => gaps.map((gap) => Math.floor(gap / SECOND / 5) * 5 * SECOND);

test('a receiver that takes it at once is told once, and no delivery goes on', async () => {
  const asked = await toldTo(() => 'arrives');
  expect(asked.did('callback')).toEqual(['decision.resolved']);
  await expect(deliveryOf(asked).describe()).rejects.toThrow(/not found/i);
});

test('the first tries are three attempts with 5 s and 30 s between, each told what follows the last', async () => {
  const asked = await toldTo(() => 'fails');
  const first = { ...asked, tries: asked.tries.slice(0, 3) };
  expect(inWords(gapsOf(first))).toEqual([5 * SECOND, 30 * SECOND]);
  expect(first.tries.map(({ next }) => next)).toEqual([5 * MINUTE, 5 * MINUTE, 5 * MINUTE]);
});

test('a receiver that comes back within the first tries starts no delivery of its own', async () => {
  const asked = await toldTo((number) => (number < 3 ? 'fails' : 'arrives'));
  expect(asked.tries).toHaveLength(3);
  await expect(deliveryOf(asked).describe()).rejects.toThrow(/not found/i);
});

test('a receiver that is gone is tried once, starts no delivery, and changes no outcome', async () => {
  const asked = await toldTo(() => 'is gone');
  expect(asked.tries).toHaveLength(1);
  expect((await asked.handle.result()).status).toBe('approved');
  await expect(deliveryOf(asked).describe()).rejects.toThrow(/not found/i);
});

test('a dead receiver holds up no result: a delivery of its own goes on', async () => {
  const asked = await toldTo(() => 'fails');
  expect((await asked.handle.result()).status).toBe('approved');
  expect((await deliveryOf(asked).describe()).status.name).toBe('RUNNING');
  expect(asked.tries).toHaveLength(3);
});

test('the delivery tries after each of the long gaps, is told the next one each time, and ends after the last', async () => {
  const asked = await toldTo(() => 'fails');
  await deliveryOf(asked).result();
  expect(inWords(gapsOf(asked).slice(2))).toEqual(LONG_GAPS);
  expect(asked.tries.slice(3).map(({ next }) => next)).toEqual([...LONG_GAPS.slice(1), null]);
});

test.each(['arrives', 'is gone'] as const)('the delivery stops at the first try that %s', async (reply) => {
  const asked = await toldTo((number) => (number < 6 ? 'fails' : reply));
  await deliveryOf(asked).result();
  expect(asked.tries).toHaveLength(6);
  expect(inWords(gapsOf(asked)).at(-1)).toBe(2 * HOUR);
});

test('a delivery that is sent again makes the first tries, too, at once', async () => {
  const asked = await toldTo(() => 'arrives');
  asked.receiver = (number) => (number < 5 ? 'fails' : 'arrives');
  await time.redeliver(`${asked.id}:decision.resolved:approved`);
  expect(inWords(gapsOf(asked)).slice(1)).toEqual([5 * SECOND, 30 * SECOND, 5 * MINUTE]);
});

test('every event of a decision is tried for itself', async () => {
  const asked = await time.ask();
  asked.receiver = (number) => (number === 1 ? 'is gone' : 'arrives');
  await asked.handle.result();
  expect(asked.did('callback')).toEqual(['decision.escalated', 'decision.expired']);
});

describe('a decision without a callback', () => {
  test('tells nobody', async () => {
    const asked = await time.ask({ callbackUrl: null });
    await asked.handle.result();
    expect(asked.steps).toEqual(['notify 0', 'record escalated', 'notify 1', 'record expired']);
  });
});

describe('the webhook channel', () => {
  test('sends the decision itself in place of every notification', async () => {
    const asked = await time.ask({ channel: 'webhook' });
    await asked.handle.result();
    expect(asked.did('notify')).toEqual([]);
    expect(asked.did('callback')).toEqual(['decision.created', 'decision.escalated', 'decision.expired']);
    expect(asked.tries[0]?.deliveryId).toBe(asked.id);
  });

  test('takes an answer while its receiver is dead', async () => {
    const asked = await time.ask({ channel: 'webhook' });
    asked.receiver = () => 'fails';
    expect((await asked.answer()).status).toBe('approved');
  });
});
