import fc from 'fast-check';
import { STATUSES, type Status } from '../../domain/status';
import { type Outcome, statusOf } from '../../contract/decision';
import type { Decision } from '../../domain/decision';
import type { AnswerRow } from '../../store/answers';
import { type Move, nextMove, type Standing } from '../../store/next-move';
import { ASKED_AT, minutesIn, sampleDecision } from '../support/sample-decision';

/** The decision of these tests has a backup, and ends two hours after it was asked. */
const END = minutesIn(120).getTime();
const NOW = minutesIn(30);

const given = (over: Partial<AnswerRow> = {}): AnswerRow => ({
  ...{ id: 'a', verdict: 'approve', executeAt: null, at: NOW.getTime(), notes: null, data: null },
  ...{ author: 'sarah@company.com', via: 'page', assurance: 'link', apiKeyId: null, linkId: null },
  ...over,
});
const standing = (decision: Partial<Decision> = {}, answerId: string | null = null): Standing => ({
  decision: sampleDecision({ backupApprover: 'ben@company.com', ...decision }),
  answerId,
});
const asked = (over: Partial<Outcome> = {}): Outcome => ({
  ...{ id: sampleDecision().id, status: 'pending', answerId: null, answeredAt: null, executeAt: null, due: false },
  ...over,
});
/** What the workflow asks when it took this answer. */
const asking = ({ id, verdict, executeAt, at }: AnswerRow): Outcome =>
  asked({ status: statusOf(verdict, executeAt), answerId: id, answeredAt: at, executeAt });
const SCHEDULED = { status: 'scheduled', executeAt: minutesIn(600) } as const;

describe('an answer that the workflow names', () => {
  test.each([
    ['approve', null, 'approved'],
    ['approve', minutesIn(600).getTime(), 'scheduled'],
    ['deny', null, 'denied'],
    ['modify', null, 'modified'],
    ['cancel', null, 'denied'],
  ] as const)('%s, for %s, makes it %s', (verdict, executeAt, status) => {
    const answer = given({ verdict, executeAt });
    const move = nextMove(standing(), asking(answer), [answer], NOW);
    expect(move).toMatchObject({ event: 'decision.resolved', answer, change: { status, answerId: 'a' } });
    expect(move?.change.cancelled).toBe(verdict === 'cancel');
  });

  test.each([
    ['id', { id: 'b' }],
    ['verdict', { verdict: 'deny' }],
    ['schedule', { executeAt: minutesIn(601).getTime() }],
    ['schedule, where none was kept', { executeAt: null }],
    ['receipt time', { at: NOW.getTime() + 1 }],
  ] as const)('does not stand where its row differs in %s', (_what, over) => {
    const named = given({ executeAt: minutesIn(600).getTime() });
    expect(nextMove(standing(), asking(named), [given({ ...named, ...over })], NOW)).toBeNull();
    expect(nextMove(standing(), asking(named), [named], NOW)).not.toBeNull();
  });

  test('does not stand where no row is kept, though another answer is', () => {
    expect(nextMove(standing(), asking(given()), [], NOW)).toBeNull();
    expect(nextMove(standing(), asking(given()), [given({ id: 'other' })], NOW)).toBeNull();
  });

  test('is written with its words, its author and when it was received', () => {
    const answer = given({ notes: 'Copy me', data: { chosen: 'b' }, author: 'ben@company.com', assurance: 'api' });
    expect(nextMove(standing(), asking(answer), [answer], minutesIn(40))?.change).toMatchObject({
      ...{ responseNotes: 'Copy me', responseData: { chosen: 'b' }, resolvedBy: 'ben@company.com', assurance: 'api' },
      resolvedAt: NOW,
    });
  });

  test('of a scheduled decision counts only where it is a cancel', () => {
    const scheduled = standing(SCHEDULED, 'a');
    const cancel = given({ id: 'b', verdict: 'cancel' });
    const approval = given({ id: 'b' });
    expect(nextMove(scheduled, asking(cancel), [cancel], NOW)?.change.status).toBe('denied');
    expect(nextMove(scheduled, asking(approval), [approval], NOW)).toBeNull();
  });
});

describe('when the time of a rung is over', () => {
  test('the backup has until the last deadline', () => {
    const change = { status: 'escalated', escalatedAt: NOW, expiresAt: new Date(END) };
    const move = nextMove(standing(), asked({ status: 'escalated' }), [], NOW);
    expect(move).toEqual({ event: 'decision.escalated', answer: null, change });
  });

  test('without an answer it expires', () => {
    const escalated = standing({ status: 'escalated' });
    const move = nextMove(escalated, asked({ status: 'expired' }), [], NOW);
    expect(move).toEqual({ event: 'decision.expired', answer: null, change: { status: 'expired' } });
  });

  test.each(['escalated', 'expired'] as const)('an answer given in time is taken in place of %s', (status) => {
    const inTime = given({ at: END - 1 });
    const move = nextMove(standing(), asked({ status }), [given({ id: 'late', at: END }), inTime], minutesIn(500));
    expect(move).toMatchObject({ event: 'decision.resolved', answer: inTime, change: { status: 'approved' } });
  });

  test('an answer given too late is not', () => {
    const late = given({ at: END });
    expect(nextMove(standing(), asked({ status: 'expired' }), [late], NOW)?.event).toBe('decision.expired');
  });

  test('the first of two answers given in time is taken', () => {
    const answers = [given({ id: 'first', verdict: 'deny' }), given({ id: 'second', at: END - 1 })];
    expect(nextMove(standing(), asked({ status: 'expired' }), answers, NOW)?.answer?.id).toBe('first');
  });
});

describe('when a scheduled time has come', () => {
  const due = asked({ status: 'scheduled', answerId: 'a', executeAt: SCHEDULED.executeAt.getTime(), due: true });
  const cancelAt = (at: number) => given({ id: 'b', verdict: 'cancel', at });

  test('it is due', () => {
    const move = nextMove(standing(SCHEDULED, 'a'), due, [], NOW);
    expect(move).toEqual({ event: 'decision.due', answer: null, change: { dueAt: NOW } });
  });

  test('a cancel received before it is taken in its place', () => {
    const cancel = cancelAt(SCHEDULED.executeAt.getTime() - 1);
    expect(nextMove(standing(SCHEDULED, 'a'), due, [cancel], NOW)).toMatchObject({ answer: cancel });
  });

  test('a cancel received with it, or another answer, is not', () => {
    const answers = [cancelAt(SCHEDULED.executeAt.getTime()), given({ id: 'c' })];
    expect(nextMove(standing(SCHEDULED, 'a'), due, answers, NOW)?.event).toBe('decision.due');
  });

  test('nothing moves it any more', () => {
    const over = standing({ ...SCHEDULED, dueAt: NOW }, 'a');
    const cancel = cancelAt(0);
    expect(nextMove(over, asking(cancel), [cancel], NOW)).toBeNull();
    expect(nextMove(over, due, [cancel], NOW)).toBeNull();
  });
});

describe('whatever stands, is asked and is kept', () => {
  const time = fc.integer({ min: ASKED_AT.getTime(), max: END + 3_600_000 });
  const id = fc.constantFrom('a', 'b', 'temporal-cancel');
  const row = fc
    .record({
      id,
      verdict: fc.constantFrom('approve', 'deny', 'modify', 'cancel'),
      executeAt: fc.option(time),
      at: time,
    })
    .map(given);
  const rows = fc.uniqueArray(row, { maxLength: 3, selector: (answer) => answer.id });
  const outcome = fc.oneof(
    fc
      .record({
        ...{ status: fc.constantFrom(...STATUSES), answerId: fc.option(id), due: fc.boolean() },
        ...{ answeredAt: fc.option(time), executeAt: fc.option(time) },
      })
      .map(asked),
    row.map(asking),
  );
  const stands = fc
    .record({ status: fc.constantFrom(...STATUSES), executeAt: time, isDue: fc.boolean(), answerId: fc.option(id) })
    .map(({ status, executeAt, isDue, answerId }) => {
      const schedule = status === 'scheduled' ? { executeAt: new Date(executeAt), dueAt: isDue ? NOW : null } : {};
      return standing({ status, ...schedule }, answerId);
    });

  /** How far a decision has come: what can only grow. */
  const far = (status: Status, isDue: boolean): number =>
    status === 'pending' ? 0 : status === 'escalated' ? 1 : status === 'scheduled' && !isDue ? 2 : 3;
  const always = (holds: (before: Standing, asks: Outcome, kept: readonly AnswerRow[], move: Move) => boolean) =>
    fc.assert(
      fc.property(stands, outcome, rows, (before, asks, kept) => {
        const move = nextMove(before, asks, kept, NOW);
        return move === null || holds(before, asks, kept, move);
      }),
      { numRuns: 5_000 },
    );

  test('a move goes forward', () => {
    always(({ decision }, _asks, _kept, { change }) => {
      const next = (change.status ?? decision.status) as Status;
      return far(next, Boolean(change.dueAt)) > far(decision.status, decision.dueAt !== null);
    });
  });

  test('only a kept answer is taken, and where the workflow names one, the one that is equal in all', () => {
    always(({ answerId }, asks, kept, { answer }) => {
      if (answer === null || !kept.includes(answer)) return answer === null;
      if (asks.answerId === answerId) return true;
      const { id, at, verdict, executeAt } = answer;
      const isSame = id === asks.answerId && at === asks.answeredAt && statusOf(verdict, executeAt) === asks.status;
      return isSame && (asks.status !== 'scheduled' || executeAt === asks.executeAt);
    });
  });

  test('only an answer approves, and only an approval', () => {
    always((_before, _asks, _kept, { answer, change }) => {
      if (change.status !== 'approved' && change.status !== 'scheduled') return true;
      return answer?.verdict === 'approve' && (change.status === 'scheduled') === (answer.executeAt !== null);
    });
  });

  test('nothing escalates or expires while an answer given in time is kept', () => {
    always((_before, _asks, kept, { answer, change }) => {
      if (change.status !== 'escalated' && change.status !== 'expired') return true;
      return answer === null && kept.every(({ at }) => at >= END);
    });
  });
});
