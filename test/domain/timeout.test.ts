import {
  addition,
  approval,
  begun,
  clock,
  DAY,
  delegation,
  denial,
  given,
  HOUR,
  reached,
  refusalOf,
  statuses,
} from '../support/plans';

const TIMEOUT = { at: DAY, by: 'timeout', via: 'timeout', assurance: null, answerId: null };

test('an answer counts until the last millisecond before the deadline', () => {
  expect(refusalOf(begun(), approval('ann', { at: DAY - 1 }))).toBeNull();
  expect(refusalOf(begun(), approval('ann', { at: DAY }))).toBe('EXPIRED');
});

test('without a deadline an answer always counts', () => {
  const state = begun({ timeoutMs: null });
  expect(given(state, clock(9_000 * DAY), approval('ann', { at: 9_000 * DAY })).status).toBe('approved');
});

describe('on_timeout: expire', () => {
  test('the decision expires without a resolution', () => {
    const state = given(begun({ approvers: ['ann', 'bob'], need: 2 }), approval('ann'), clock(DAY));
    expect(state).toMatchObject({ status: 'expired', resolution: null });
    expect(statuses(state)).toEqual(['ann approved', 'bob expired']);
  });
});

describe('on_timeout: deny', () => {
  const deny = { onTimeout: 'deny' } as const;

  test('the decision is denied by the timeout', () => {
    const state = given(begun({}, deny), clock(9 * DAY));
    expect(state).toMatchObject({ status: 'denied', resolution: TIMEOUT, steps: [{ status: 'denied' }] });
  });

  test('whether or not anyone was reached, and although others have approved', () => {
    const state = given(begun({ approvers: ['ann', 'bob'], need: 2 }, deny), reached(), approval('ann'), clock(DAY));
    expect(state).toMatchObject({ status: 'denied', resolution: TIMEOUT });
  });

  test('an answer after the deadline is refused as resolved', () => {
    expect(refusalOf(begun({}, deny), approval('ann', { at: DAY }))).toBe('ALREADY_RESOLVED');
  });
});

describe('on_timeout: approve', () => {
  const silence = (steps: Parameters<typeof begun>[0] = {}) => begun(steps, { onTimeout: 'approve' });
  const ends = (state: ReturnType<typeof begun>, at = DAY) => given(state, clock(at)).status;

  test('the decision is approved by the timeout if a message reached the approver', () => {
    const state = given(silence(), reached(), clock(9 * DAY));
    expect(state).toMatchObject({ status: 'approved', resolution: TIMEOUT, steps: [{ status: 'approved' }] });
    expect(statuses(state)).toEqual(['ann withdrawn']);
  });

  test('it expires if no message reached the approver before the deadline', () => {
    expect(ends(silence())).toBe('expired');
    expect(ends(given(silence(), reached(DAY - 1)))).toBe('approved');
    expect(ends(given(silence(), reached(DAY)))).toBe('expired');
  });

  test('it expires if one of several approvers was not reached', () => {
    const two = silence({ approvers: ['ann', 'bob'], need: 2 });
    expect(ends(given(two, { kind: 'notified', assignmentIds: ['a1'], at: 1 }))).toBe('expired');
    expect(ends(given(two, reached()))).toBe('approved');
  });

  test('it expires if anyone has denied', () => {
    const two = silence({ approvers: ['ann', 'bob', 'cat'], need: 2, deny: 'majority' });
    expect(ends(given(two, reached(), approval('ann')))).toBe('approved');
    expect(ends(given(two, reached(), denial('ann')))).toBe('expired');
  });

  test('after an escalation it is the backups who must have been reached', () => {
    const state = silence({ backups: ['bob'] });
    expect(ends(given(state, reached(), clock(DAY)), 2 * DAY)).toBe('expired');
    expect(ends(given(state, clock(DAY), { kind: 'notified', assignmentIds: ['a2'], at: DAY + 1 }), 2 * DAY)).toBe(
      'approved',
    );
  });

  test('a backup who is also the approver must have been reached, too', () => {
    const state = silence({ backups: ['Ann'] });
    expect(ends(state, 2 * DAY)).toBe('expired');
    expect(ends(given(state, reached()), 2 * DAY)).toBe('approved');
  });

  test('the approver who is also one of two backups must have been reached, too', () => {
    const state = given(silence({ backups: ['Ann', 'bob'] }), clock(DAY));
    expect(ends(given(state, { kind: 'notified', assignmentIds: ['a3'], at: DAY + 1 }), 2 * DAY)).toBe('expired');
    expect(ends(given(state, reached(DAY + 1)), 2 * DAY)).toBe('approved');
  });

  test('where every backup had already answered, the approvers must have been reached', () => {
    const state = given(silence({ approvers: ['ann', 'bob'], need: 2, backups: ['Ann'] }), approval('ann'));
    expect(ends(state, 2 * DAY)).toBe('expired');
    expect(ends(given(state, reached()), 2 * DAY)).toBe('approved');
  });

  test('someone who was asked later must have been reached, too', () => {
    const delegated = given(silence(), reached(), delegation('ann', 'bob', HOUR));
    expect(ends(delegated)).toBe('expired');
    expect(ends(given(delegated, reached(2 * HOUR)))).toBe('approved');
    const escalated = given(silence({ backups: ['bob'] }), clock(DAY), reached(DAY + 1));
    expect(ends(given(escalated, addition('cat', null, DAY + 2)), 2 * DAY)).toBe('expired');
  });

  test('silence passes the step, and the next one opens at the deadline', () => {
    const state = given(silence([{}, { approvers: ['bob'], timeoutMs: HOUR }]), reached(), clock(DAY));
    expect(state).toMatchObject({ status: 'pending', step: 1, resolution: null });
    expect(state.steps[1]).toMatchObject({ openedAt: DAY, expiresAt: DAY + HOUR });
    expect(given(state, approval('bob', { at: DAY + 1 }))).toMatchObject({
      status: 'approved',
      resolution: { by: 'bob' },
    });
  });

  test('silence in the last step resolves the decision, for the time that an approver chose before', () => {
    const state = given(silence([{}, { approvers: ['bob'] }]), approval('ann', { executeAt: 9 * DAY }), reached(2));
    expect(given(state, clock(DAY + 1))).toMatchObject({
      ...{ status: 'scheduled', executeAt: 9 * DAY },
      resolution: { by: 'timeout', at: DAY + 1 },
    });
  });
});

describe('a message that reached someone', () => {
  test('is noted once, for people who are being asked, and never refused', () => {
    const state = given(begun([{ approvers: ['ann', 'bob'] }, { approvers: ['cat'] }]), reached(5), reached(6));
    expect(state.assignments.map(({ notifiedAt }) => notifiedAt)).toEqual([5, 5, null]);
    const over = given(state, denial('ann'));
    expect(given(over, reached(7))).toEqual(over);
    expect(given(over, { kind: 'notified', assignmentIds: ['unknown'], at: 7 })).toEqual(over);
  });
});
