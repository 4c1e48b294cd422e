import { wakeAt } from '../../domain/decide';
import { expiryOf } from '../../domain/decision';
import type { Command } from '../../domain/model';
import {
  addition,
  approval,
  begun,
  clock,
  DAY,
  delegation,
  denial,
  eventsOf,
  given,
  HOUR,
  MINUTE,
  reassignment,
  refusalOf,
  reminder,
  statuses,
} from '../support/plans';

const BOTH = { approvers: ['ann', 'bob'], need: 2 };
const TWO_STEPS = [{}, { approvers: ['bob', 'cat'] }];
const extension = (change: { until: number } | { byMs: number }, at = 1): Command => ({
  kind: 'extend',
  ...change,
  at,
});

describe.each([
  ['reassigning', (from: string, to: string, at?: number) => reassignment(from, to, at), 'reassigned'],
  ['delegating', (from: string, to: string, at?: number) => delegation(from, to, at), 'delegated'],
] as const)('%s', (_what, replace, cause) => {
  test('asks someone else instead, and says in whose place', () => {
    expect(eventsOf(begun(), replace('ann', 'bob'))).toMatchObject([
      { kind: 'assigned', cause, from: 'a1', assignment: { id: 'a2', approver: 'bob', step: 0, isBackup: false } },
      { kind: 'asked', assignmentId: 'a2' },
    ]);
    const state = given(begun(), replace('ann', 'bob'));
    expect(statuses(state)).toEqual(['ann delegated', 'bob asked']);
    expect(state.assignments[0]?.delegatedTo).toBe('bob');
    expect(refusalOf(state, approval('ann'))).toBe('NOT_AN_APPROVER');
    expect(given(state, approval('bob'))).toMatchObject({ status: 'approved', resolution: { by: 'bob' } });
  });

  test('never lowers the quorum', () => {
    const state = given(begun(BOTH), replace('ann', 'cat'), approval('cat'));
    expect(state).toMatchObject({ status: 'pending', steps: [{ need: 2 }] });
    expect(given(state, approval('bob')).status).toBe('approved');
  });

  test('to someone in the step is refused, however the address is spelled', () => {
    expect(refusalOf(begun(BOTH), replace('ann', 'BOB'))).toBe('ALREADY_ASKED');
    expect(refusalOf(begun(BOTH), replace('ann', 'Ann'))).toBe('ALREADY_ASKED');
    expect(refusalOf(begun({ backups: ['bob'] }), replace('ann', 'bob'))).toBe('ALREADY_ASKED');
    expect(refusalOf(given(begun(BOTH), approval('bob')), replace('ann', 'bob'))).toBe('ALREADY_ASKED');
  });

  test('works for someone in a waiting step, who is asked when it opens', () => {
    const state = given(begun(TWO_STEPS), replace('bob', 'dan'));
    expect(statuses(state)).toEqual(['ann asked', 'bob delegated', 'cat waiting', 'dan waiting']);
    expect(statuses(given(state, approval('ann'))).slice(2)).toEqual(['cat asked', 'dan asked']);
  });

  test('works for a backup, who is asked at the escalation', () => {
    const state = given(begun({ backups: ['bob'] }), replace('bob', 'cat'));
    expect(statuses(state)).toEqual(['ann asked', 'bob delegated', 'cat waiting']);
    expect(statuses(given(state, clock(DAY)))).toEqual(['ann asked', 'bob delegated', 'cat asked']);
  });

  test('works in a chain and back', () => {
    const state = given(begun(), replace('ann', 'bob'), replace('bob', 'ann'));
    expect(statuses(state)).toEqual(['ann delegated', 'bob delegated', 'ann asked']);
    expect(given(state, approval('ann')).status).toBe('approved');
  });

  test('is refused for someone who has answered, through whichever assignment', () => {
    expect(refusalOf(given(begun(BOTH), approval('ann')), replace('ann', 'cat'))).toBe('ALREADY_ANSWERED');
    const again = given(begun(BOTH), replace('ann', 'cat'), replace('cat', 'ann'), approval('ann'));
    expect(refusalOf(again, replace('ann', 'cat'))).toBe('ALREADY_ANSWERED');
    const backup = given(begun({ ...BOTH, backups: ['Ann'] }), approval('ann'));
    expect(refusalOf(backup, replace('Ann', 'cat'))).toBe('ALREADY_ANSWERED');
  });

  test('is refused for someone who was replaced before', () => {
    expect(refusalOf(given(begun(), replace('ann', 'bob')), replace('ann', 'cat'))).toBe('NOT_AN_APPROVER');
  });

  test('is refused once the decision is over', () => {
    expect(refusalOf(given(begun(), denial('ann')), replace('ann', 'bob'))).toBe('ALREADY_RESOLVED');
    expect(refusalOf(begun(), replace('ann', 'bob', DAY))).toBe('EXPIRED');
  });
});

describe('reassigning', () => {
  test('is refused for someone who was never asked, or only in a step that has passed', () => {
    expect(refusalOf(begun(), reassignment('eve', 'bob'))).toBe('NOT_AN_APPROVER');
    expect(refusalOf(given(begun(TWO_STEPS), approval('ann')), reassignment('ann', 'dan'))).toBe('NOT_AN_APPROVER');
  });

  test('replaces someone who is in several steps in the open one, and otherwise in the first that waits', () => {
    const steps = [{ approvers: ['dan'] }, { approvers: ['ann'] }, { approvers: ['Ann'] }];
    expect(statuses(given(begun(steps), reassignment('ann', 'eve')))).toEqual([
      ...['dan asked', 'ann delegated', 'Ann waiting', 'eve waiting'],
    ]);
    expect(statuses(given(begun(steps), addition('ANN'), reassignment('ann', 'eve')))).toEqual([
      ...['dan asked', 'ann waiting', 'Ann waiting', 'ANN delegated', 'eve asked'],
    ]);
  });

  test('replaces someone who has answered in the open step in the next one', () => {
    const steps = [BOTH, { approvers: ['ann'] }];
    const state = given(begun(steps), approval('ann'), reassignment('ann', 'eve'));
    expect(statuses(state)).toEqual(['ann approved', 'bob asked', 'ann delegated', 'eve waiting']);
  });
});

describe('delegating', () => {
  test('is refused through a link of another decision', () => {
    expect(refusalOf(begun(), { kind: 'delegate', assignmentId: 'a9', to: 'bob', at: 1 })).toBe('NOT_AN_APPROVER');
  });
});

describe('adding an approver', () => {
  test('asks one more person in the open step, without changing how many must approve', () => {
    const state = given(begun(BOTH), addition('cat'));
    expect(statuses(state)).toEqual(['ann asked', 'bob asked', 'cat asked']);
    expect(state.steps[0]?.need).toBe(2);
    expect(given(state, approval('cat'), approval('ann')).status).toBe('approved');
  });

  test('to a waiting step asks when that step opens', () => {
    const state = given(begun(TWO_STEPS), addition('dan', 1));
    expect(statuses(state).at(-1)).toBe('dan waiting');
    expect(statuses(given(state, approval('ann'))).at(-1)).toBe('dan asked');
  });

  test('is refused for someone in that step, but not for someone in another', () => {
    expect(refusalOf(begun(BOTH), addition('Bob'))).toBe('ALREADY_ASKED');
    expect(refusalOf(begun({ backups: ['bob'] }), addition('bob'))).toBe('ALREADY_ASKED');
    expect(refusalOf(given(begun(BOTH), approval('ann')), addition('ann'))).toBe('ALREADY_ASKED');
    expect(refusalOf(begun(TWO_STEPS), addition('bob', 1))).toBe('ALREADY_ASKED');
    expect(refusalOf(begun(TWO_STEPS), addition('bob', 0))).toBeNull();
  });

  test('is refused for a step that has passed or does not exist', () => {
    expect(refusalOf(begun(TWO_STEPS), addition('dan', 2))).toBe('STEP_UNKNOWN');
    expect(refusalOf(given(begun(TWO_STEPS), approval('ann')), addition('dan', 0))).toBe('STEP_UNKNOWN');
  });

  test('is refused beyond a hundred people in one step', () => {
    const people = Array.from({ length: 99 }, (_, index) => `person ${index}`);
    const state = given(begun({ approvers: people }), addition('the hundredth'));
    expect(refusalOf(state, addition('one more'))).toBe('TOO_MANY_APPROVERS');
    expect(refusalOf(state, reassignment('person 0', 'one more'))).toBe('TOO_MANY_APPROVERS');
  });

  test('is refused once the decision is over', () => {
    expect(refusalOf(given(begun(), denial('ann')), addition('bob'))).toBe('ALREADY_RESOLVED');
    expect(refusalOf(begun(), addition('bob', null, DAY))).toBe('EXPIRED');
  });
});

describe('extending', () => {
  test('by minutes adds to the last deadline, and until a time moves it there', () => {
    expect(expiryOf(given(begun(), extension({ byMs: HOUR })))).toBe(DAY + HOUR);
    const state = given(begun(), extension({ until: 3 * DAY }));
    expect([expiryOf(state), wakeAt(state)]).toEqual([3 * DAY, 3 * DAY]);
    expect(given(state, clock(3 * DAY - 1)).status).toBe('pending');
    expect(given(state, clock(3 * DAY)).status).toBe('expired');
  });

  test('can be repeated', () => {
    expect(expiryOf(given(begun(), extension({ byMs: HOUR }), extension({ byMs: HOUR })))).toBe(DAY + 2 * HOUR);
  });

  test('does not move a pending escalation', () => {
    const state = given(begun({ backups: ['bob'], escalateAfterMs: HOUR }), extension({ byMs: DAY }));
    expect([wakeAt(state), expiryOf(state)]).toEqual([HOUR, 2 * DAY]);
    expect(given(state, clock(DAY)).status).toBe('escalated');
    expect(given(state, clock(2 * DAY)).status).toBe('expired');
  });

  test('adds to the deadline of the backups where they get as long again', () => {
    const state = given(begun({ backups: ['bob'] }), extension({ byMs: HOUR }));
    expect([wakeAt(state), expiryOf(state)]).toEqual([DAY, 2 * DAY + HOUR]);
    expect(expiryOf(given(state, clock(DAY)))).toBe(2 * DAY + HOUR);
  });

  test('holds for the open step alone', () => {
    const state = given(begun(TWO_STEPS), extension({ byMs: HOUR }), approval('ann', { at: HOUR }));
    expect(expiryOf(state)).toBe(HOUR + DAY);
  });

  test.each([
    ['to an earlier time', extension({ until: DAY - 1 })],
    ['to the same time', extension({ until: DAY })],
    ['by nothing', extension({ byMs: 0 })],
    ['by less than nothing', extension({ byMs: -1 })],
    ['to no time at all', extension({ until: Number.NaN })],
  ])('%s is refused', (_what, command) => {
    expect(refusalOf(begun(), command)).toBe('NOT_LATER');
  });

  test('is refused past the year 9999, which no store or reply can carry', () => {
    const latest = Date.parse('9999-12-31T23:59:59.999Z');
    expect(refusalOf(begun(), extension({ until: latest }))).toBeNull();
    expect(refusalOf(begun(), extension({ until: latest + 1 }))).toBe('TOO_FAR');
  });

  test('is refused without a deadline, and once the decision is over', () => {
    expect(refusalOf(begun({ timeoutMs: null }), extension({ byMs: HOUR }))).toBe('NO_DEADLINE');
    expect(refusalOf(begun(), extension({ byMs: HOUR }, DAY))).toBe('EXPIRED');
    expect(refusalOf(given(begun(), denial('ann')), extension({ byMs: HOUR }))).toBe('ALREADY_RESOLVED');
  });
});

describe('reminding', () => {
  const reminded = (...assignmentIds: string[]) => [{ kind: 'reminded', assignmentIds, at: 1 }];

  test('reminds everyone who has not answered, or the one who is named', () => {
    expect(eventsOf(begun(BOTH), reminder())).toEqual(reminded('a1', 'a2'));
    expect(eventsOf(begun(BOTH), reminder('BOB'))).toEqual(reminded('a2'));
    expect(eventsOf(given(begun(BOTH), approval('ann')), reminder())).toEqual(reminded('a2'));
  });

  test('reminds backups only once they have been asked', () => {
    const state = begun({ backups: ['bob'] });
    expect(eventsOf(state, reminder())).toEqual(reminded('a1'));
    expect(refusalOf(state, reminder('bob'))).toBe('NOT_AN_APPROVER');
    expect(refusalOf(state, reminder('bob', DAY))).toBeNull();
  });

  test('reminds nobody more often than once a minute, and the others nevertheless', () => {
    const state = given(begun(BOTH), reminder('ann'));
    expect(eventsOf(state, reminder())).toEqual(reminded('a2'));
    expect(refusalOf(state, reminder('ann', MINUTE))).toBe('REMINDED_RECENTLY');
    expect(refusalOf(state, reminder('ann', MINUTE + 1))).toBeNull();
    expect(refusalOf(given(state, reminder()), reminder())).toBe('REMINDED_RECENTLY');
  });

  test('is refused for someone who has answered', () => {
    expect(refusalOf(given(begun(BOTH), approval('ann')), reminder('Ann'))).toBe('ALREADY_ANSWERED');
  });

  test('is refused for someone who is not being asked', () => {
    expect(refusalOf(begun(), reminder('eve'))).toBe('NOT_AN_APPROVER');
    expect(refusalOf(begun(TWO_STEPS), reminder('bob'))).toBe('NOT_AN_APPROVER');
    expect(refusalOf(given(begun(), delegation('ann', 'bob')), reminder('ann'))).toBe('NOT_AN_APPROVER');
  });

  test('is refused once the decision is over', () => {
    expect(refusalOf(given(begun(), denial('ann')), reminder())).toBe('ALREADY_RESOLVED');
    expect(refusalOf(begun(), reminder(null, DAY))).toBe('EXPIRED');
  });
});
