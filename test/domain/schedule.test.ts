import { isOver, wakeAt } from '../../domain/decide';
import {
  approval,
  begun,
  cancellation,
  clock,
  DAY,
  denial,
  eventsOf,
  given,
  HOUR,
  reached,
  refusalOf,
} from '../support/plans';

describe('an approval with a time', () => {
  const scheduled = given(begun(), approval('ann', { executeAt: 2 * DAY }));

  test('makes the decision scheduled until that time has come', () => {
    expect(scheduled).toMatchObject({ status: 'scheduled', executeAt: 2 * DAY, steps: [{ status: 'approved' }] });
    expect([isOver(scheduled), wakeAt(scheduled)]).toEqual([false, 2 * DAY]);
  });

  test('is due at that time, however late anyone looks', () => {
    expect(eventsOf(scheduled, clock(2 * DAY - 1))).toEqual([]);
    expect(eventsOf(scheduled, clock(9 * DAY))).toEqual([{ kind: 'due', at: 2 * DAY }]);
    const due = given(scheduled, clock(9 * DAY));
    expect(due).toMatchObject({ status: 'scheduled', dueAt: 2 * DAY });
    expect([isOver(due), wakeAt(due)]).toEqual([true, null]);
  });

  test('can be cancelled until that time, and not after it', () => {
    const cancelled = given(scheduled, cancellation(2 * DAY - 1));
    expect(cancelled).toMatchObject({
      ...{ status: 'denied', executeAt: null, dueAt: null, steps: [{ status: 'approved' }] },
      resolution: { by: 'Contract agent', via: 'cancel', at: 2 * DAY - 1, answerId: null },
    });
    expect([isOver(cancelled), wakeAt(cancelled)]).toEqual([true, null]);
    expect(refusalOf(scheduled, cancellation(2 * DAY))).toBe('ALREADY_RESOLVED');
  });

  test('takes no further answer', () => {
    expect(refusalOf(scheduled, denial('ann', { at: 2 }))).toBe('ALREADY_RESOLVED');
  });

  test('is approved at once if the time has passed', () => {
    const past = given(begun(), approval('ann', { executeAt: HOUR, at: HOUR }));
    expect(past).toMatchObject({ status: 'approved', executeAt: null });
  });
});

describe('several approvals with times', () => {
  const both = { approvers: ['ann', 'bob'], need: 2 };

  test('the latest one applies, whoever chose it', () => {
    const state = given(begun(both), approval('ann', { executeAt: 3 * DAY }), approval('bob', { executeAt: 2 * DAY }));
    expect(state).toMatchObject({ status: 'scheduled', executeAt: 3 * DAY });
    expect(given(begun(both), approval('ann', { executeAt: 3 * DAY }), approval('bob'))).toMatchObject({
      executeAt: 3 * DAY,
    });
  });

  test('one that has passed by the time the quorum is reached means at once', () => {
    const state = given(begun(both), approval('ann', { executeAt: HOUR }), approval('bob', { at: 2 * HOUR }));
    expect(state).toMatchObject({ status: 'approved', executeAt: null });
  });

  test('a time that was chosen in an earlier step applies, too', () => {
    const state = given(begun([{}, { approvers: ['bob'] }]), approval('ann', { executeAt: 3 * DAY }), approval('bob'));
    expect(state).toMatchObject({ status: 'scheduled', executeAt: 3 * DAY });
  });

  test('a time that came with a denial does not apply', () => {
    const state = begun({ approvers: ['ann', 'bob', 'cat'], need: 2, deny: 'majority' });
    const denied = given(state, denial('ann', { executeAt: 3 * DAY }));
    expect(given(denied, approval('bob'), approval('cat'))).toMatchObject({ status: 'approved', executeAt: null });
  });

  test('a time that was chosen before the decision expired schedules nothing', () => {
    const state = given(begun(both), approval('ann', { executeAt: 3 * DAY }), reached(), clock(9 * DAY));
    expect(state).toMatchObject({ status: 'expired', executeAt: null, dueAt: null });
  });
});
