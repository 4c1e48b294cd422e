import { beginResolved, isOver, wakeAt } from '../../domain/decide';
import {
  approval,
  begun,
  cancellation,
  clock,
  DAY,
  denial,
  given,
  kindsOf,
  planOf,
  refusalOf,
  statuses,
} from '../support/plans';

const TWO = [{ backups: ['eve'] }, { approvers: ['bob'] }];

describe('cancelling', () => {
  test('denies an open decision in the name of the one who cancels', () => {
    const state = given(begun(TWO), cancellation());
    expect(state).toMatchObject({ status: 'denied', resolution: { by: 'Contract agent', via: 'cancel', at: 1 } });
    expect([isOver(state), wakeAt(state)]).toEqual([true, null]);
  });

  test('cancels every step that has not passed, and withdraws what was asked', () => {
    const state = given(begun(TWO), cancellation());
    expect(state.steps.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(statuses(state)).toEqual(['ann withdrawn', 'eve withdrawn', 'bob withdrawn']);
    const later = given(begun(TWO), approval('ann'), cancellation());
    expect(later.steps.map(({ status }) => status)).toEqual(['approved', 'cancelled']);
    expect(statuses(later)).toEqual(['ann approved', 'eve withdrawn', 'bob withdrawn']);
  });

  test('is possible after an escalation', () => {
    expect(given(begun(TWO), clock(DAY), cancellation(DAY + 1)).status).toBe('denied');
  });

  test.each([
    ['was approved', [approval('ann')], 'ALREADY_RESOLVED'],
    ['was denied', [denial('ann')], 'ALREADY_RESOLVED'],
    ['was cancelled', [cancellation()], 'ALREADY_RESOLVED'],
    ['has expired', [clock(DAY)], 'EXPIRED'],
  ])('is refused if the decision %s', (_what, acts, refusal) => {
    expect(refusalOf(given(begun(), ...acts), cancellation(DAY))).toBe(refusal);
  });

  test('is refused at the moment of the deadline, noticed or not', () => {
    expect(refusalOf(begun(), cancellation(DAY - 1))).toBeNull();
    expect(refusalOf(begun(), cancellation(DAY))).toBe('EXPIRED');
  });
});

describe('a decision that a policy resolves', () => {
  const cause = { by: 'policy', via: 'policy', assurance: null, answerId: null };

  test.each(['approved', 'denied'] as const)('is %s at once: its steps never open, and nobody is asked', (status) => {
    const { state, events } = beginResolved(planOf(TWO), status, cause, 5);
    expect(events.map(({ kind }) => kind)).toEqual(['resolved']);
    expect(state).toMatchObject({ status, resolution: { ...cause, at: 5 } });
    expect(state.steps.map((step) => [step.status, step.openedAt])).toEqual([
      ['cancelled', null],
      ['cancelled', null],
    ]);
    expect(statuses(state)).toEqual(['ann withdrawn', 'eve withdrawn', 'bob withdrawn']);
  });

  test('is over: nothing changes it any more', () => {
    const { state } = beginResolved(planOf(TWO), 'approved', cause, 5);
    expect([isOver(state), wakeAt(state), kindsOf(state, clock(9 * DAY))]).toEqual([true, null, []]);
    expect(refusalOf(state, cancellation(6))).toBe('ALREADY_RESOLVED');
    expect(refusalOf(state, denial('ann'))).toBe('ALREADY_RESOLVED');
  });
});
