import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { isOpen } from '../../domain/status';
import { type Answer, type DecisionSpec, OpenDecision, type Outcome } from '../../contract/decision';

/** The first rung ends at 100, the last at 200; no verdict but approve and deny. */
const SPEC: DecisionSpec = {
  id: 'd',
  options: ['approve', 'deny'],
  ladder: [{ until: 100 }, { until: 200 }],
  notify: true,
};
const APPROVAL: Answer = { id: 'a', verdict: 'approve', executeAt: null, at: 50 };

type Step = { readonly wait: number } | { readonly answer: Answer };

const time = fc.integer({ min: 0, max: 400 });
const answer: fc.Arbitrary<Answer> = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'temporal-cancel'),
  verdict: fc.constantFrom('approve', 'deny', 'modify', 'cancel'),
  executeAt: fc.option(time),
  at: time,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ wait: fc.integer({ min: 0, max: 80 }) }),
  fc.record({ answer }),
  fc.record({ answer }),
);
const steps = fc.array(step, { maxLength: 30 });

interface Moment {
  readonly now: number;
  readonly step: Step;
  readonly before: Outcome;
  readonly after: Outcome;
  readonly refused: boolean;
}

/** Plays the steps as the workflow does, deadlines and the scheduled time among them, and tells every moment. */
function play(played: readonly Step[]): readonly Moment[] {
  const open = new OpenDecision(SPEC);
  let now = 0;
  return played.map((step) => {
    const before = open.outcome();
    if ('wait' in step) {
      now += step.wait;
      while (open.isOpen && now >= (open.rung.until ?? Number.POSITIVE_INFINITY)) open.miss();
      if (open.status === 'scheduled' && now >= (open.executeAt ?? 0)) open.due = true;
      return { now, step, before, after: open.outcome(), refused: false };
    }
    const refused = open.refusal(step.answer, now) !== null;
    if (!refused) open.take(step.answer);
    return { now, step, before, after: open.outcome(), refused };
  });
}

/** Holds at every moment of every sequence. */
function always(holds: (moment: Moment) => boolean): void {
  fc.assert(
    fc.property(steps, (played) => play(played).every(holds)),
    { numRuns: 1_000 },
  );
}

const isOver = ({ status }: Outcome): boolean => !isOpen(status) && status !== 'scheduled';
const rank = ({ status }: Outcome): number => (status === 'pending' ? 0 : status === 'escalated' ? 1 : 2);
const isCancel = ({ step }: Moment): boolean => 'answer' in step && step.answer.verdict === 'cancel';
const isAnswered = ({ before, after }: Moment): boolean => after.answerId !== before.answerId;

/** A scheduled decision is taken back, before its time. */
function isWithdrawal(moment: Moment): boolean {
  const { step, now, before, after } = moment;
  if (before.status !== 'scheduled' || before.due || after.status !== 'denied' || !isCancel(moment)) return false;
  return 'answer' in step && Math.min(step.answer.at, now) < (before.executeAt ?? 0);
}

describe('whatever comes, in whatever order', () => {
  test('there are never two different ends', () => {
    const ends = (played: readonly Step[]) => play(played).flatMap(({ after }) => (isOver(after) ? [after] : []));
    fc.assert(
      fc.property(steps, (played) => new Set(ends(played).map((end) => JSON.stringify(end))).size <= 1),
      { numRuns: 1_000 },
    );
  });

  test('what is over stays as it is, but for a scheduled one that is withdrawn before its time or falls due', () => {
    always((moment) => {
      const { before, after } = moment;
      if (isOpen(before.status) || isWithdrawal(moment)) return true;
      return isDeepStrictEqual(after, { ...before, due: before.due || after.due });
    });
  });

  test('an answer that is refused changes nothing, and any other stands', () => {
    always(({ step, refused, before, after }) => {
      if (refused) return isDeepStrictEqual(after, before);
      return !('answer' in step) || after.answerId === step.answer.id;
    });
  });

  test('only an approval with a time is scheduled, and for that time', () => {
    always((moment) => {
      const { step, after } = moment;
      if (after.status !== 'scheduled') return after.executeAt === null && !after.due;
      if (!isAnswered(moment) || !('answer' in step)) return true;
      return step.answer.verdict === 'approve' && after.executeAt === step.answer.executeAt;
    });
  });

  test('what was not offered is never taken, and a cancel only denies', () => {
    always((moment) => {
      if (moment.after.status === 'modified') return false;
      return !(isCancel(moment) && isAnswered(moment)) || moment.after.status === 'denied';
    });
  });

  test('it goes from pending by way of escalated to an end, and never back', () => {
    always(({ before, after }) => rank(after) >= rank(before));
  });
});

describe('the time of an answer', () => {
  const refusalAt = (over: Partial<Answer>, now: number) =>
    new OpenDecision(SPEC).refusal({ ...APPROVAL, ...over }, now);

  test('is when it was received, however late it is read', () => {
    expect(refusalAt({ at: 199 }, 5_000)).toBeNull();
    expect(refusalAt({ at: 200 }, 5_000)).toBe('EXPIRED');
  });

  test('is never later than when it is read: a clock that runs ahead costs nobody an answer', () => {
    expect(refusalAt({ at: 300 }, 150)).toBeNull();
  });

  test('does not matter where there is no deadline', () => {
    const endless = new OpenDecision({ ...SPEC, ladder: [{ until: null }] });
    expect(endless.refusal({ ...APPROVAL, at: 9e12 }, 9e12)).toBeNull();
  });

  test('decides whether a withdrawal comes before the scheduled time', () => {
    const scheduled = new OpenDecision(SPEC);
    scheduled.take({ ...APPROVAL, executeAt: 1_000 });
    const withdrawnAt = (at: number) => scheduled.refusal({ id: 'b', verdict: 'cancel', executeAt: null, at }, 2_000);
    expect(withdrawnAt(999)).toBeNull();
    expect(withdrawnAt(1_000)).toBe('ALREADY_RESOLVED');
  });

  test('does not help a withdrawal once the scheduled time was acted on', () => {
    const scheduled = new OpenDecision(SPEC);
    scheduled.take({ ...APPROVAL, executeAt: 1_000 });
    scheduled.due = true;
    const withdrawal = { id: 'b', verdict: 'cancel', executeAt: null, at: 999 } as const;
    expect(scheduled.refusal(withdrawal, 1_001)).toBe('ALREADY_RESOLVED');
  });
});

describe('why an answer is refused', () => {
  test('EXPIRED after the end without an answer, ALREADY_RESOLVED after an answer', () => {
    const expired = new OpenDecision({ ...SPEC, ladder: [{ until: 100 }] });
    expired.miss();
    expect(expired.refusal(APPROVAL, 150)).toBe('EXPIRED');
    expect(expired.refusal({ ...APPROVAL, verdict: 'cancel' }, 150)).toBe('EXPIRED');
    const denied = new OpenDecision(SPEC);
    denied.take({ ...APPROVAL, id: 'first', verdict: 'deny' });
    expect(denied.refusal(APPROVAL, 60)).toBe('ALREADY_RESOLVED');
  });

  test('VALIDATION_ERROR for a verdict that was not offered', () => {
    expect(new OpenDecision(SPEC).refusal({ ...APPROVAL, verdict: 'modify' }, 60)).toBe('VALIDATION_ERROR');
  });

  test('the answer that stands is no offence when it comes again, and changes nothing, whatever else it says', () => {
    const open = new OpenDecision(SPEC);
    open.take({ ...APPROVAL, verdict: 'deny' });
    const stands = open.outcome();
    expect(open.refusal(APPROVAL, 60)).toBeNull();
    open.take({ ...APPROVAL, executeAt: 999, at: 70 });
    expect(open.outcome()).toEqual(stands);
  });
});

describe('garbage', () => {
  const refusalOf = (garbage: unknown) => new OpenDecision(SPEC).refusal(garbage as Answer, 50);

  test('is refused as VALIDATION_ERROR and never throws', () => {
    fc.assert(fc.property(fc.anything(), (garbage) => refusalOf(garbage) === 'VALIDATION_ERROR'));
  });

  test('in the fields of an answer is refused, and never throws', () => {
    const field = fc.anything();
    const fields = fc.record({ id: field, verdict: field, executeAt: field, at: field }, { requiredKeys: [] });
    fc.assert(fc.property(fields, (garbage) => refusalOf(garbage) === 'VALIDATION_ERROR'));
    fc.assert(fc.property(field, (verdict) => refusalOf({ ...APPROVAL, verdict }) === 'VALIDATION_ERROR'));
  });

  test.each([
    ['an id that no store keeps', { id: '\u0000' }],
    ['an id without end', { id: 'a'.repeat(65) }],
    ['an empty id', { id: '' }],
    ['a time before all time', { at: -1 }],
    ['a time after all time', { at: 8.64e15 }],
    ['a time that is none', { at: Number.NaN }],
  ])('%s is refused', (_what, over) => {
    expect(refusalOf({ ...APPROVAL, ...over })).toBe('VALIDATION_ERROR');
    expect(refusalOf({ ...APPROVAL, verdict: 'cancel', ...over })).toBe('VALIDATION_ERROR');
  });
});
