import { wakeAt } from '../../domain/decide';
import { expiryOf } from '../../domain/decision';
import {
  addition,
  approval,
  begun,
  clock,
  DAY,
  delegation,
  eventsOf,
  given,
  HOUR,
  kindsOf,
  refusalOf,
  statuses,
} from '../support/plans';

const WITHOUT_TIME = { backups: ['bob'] };
const WITH_TIME = { backups: ['bob'], escalateAfterMs: HOUR };

test('backups are asked at the escalation and not before', () => {
  const state = begun(WITH_TIME);
  expect(statuses(state)).toEqual(['ann asked', 'bob waiting']);
  expect(refusalOf(state, approval('bob', { at: HOUR - 1 }))).toBe('NOT_AN_APPROVER');
  const escalated = given(state, clock(HOUR));
  expect(escalated).toMatchObject({ status: 'escalated', steps: [{ escalatedAt: HOUR, escalatesAt: null }] });
  expect(statuses(escalated)).toEqual(['ann asked', 'bob asked']);
});

test('with an escalation time, the backup has the rest of the timeout', () => {
  const state = begun(WITH_TIME);
  expect([expiryOf(state), wakeAt(state)]).toEqual([DAY, HOUR]);
  const escalated = given(state, clock(HOUR));
  expect([expiryOf(escalated), wakeAt(escalated)]).toEqual([DAY, DAY]);
  expect(given(escalated, clock(DAY)).status).toBe('expired');
});

test('without an escalation time, the backup gets as long again, and the deadline moves there', () => {
  const state = begun(WITHOUT_TIME);
  expect([expiryOf(state), wakeAt(state)]).toEqual([DAY, DAY]);
  const escalated = given(state, clock(DAY));
  expect(escalated.status).toBe('escalated');
  expect([expiryOf(escalated), wakeAt(escalated)]).toEqual([2 * DAY, 2 * DAY]);
  expect(given(escalated, clock(2 * DAY)).status).toBe('expired');
});

test('without any deadline there is an escalation only if it has a time, and the backup then has forever', () => {
  expect(wakeAt(begun({ ...WITHOUT_TIME, timeoutMs: null }))).toBeNull();
  const state = begun({ ...WITH_TIME, timeoutMs: null });
  expect(wakeAt(state)).toBe(HOUR);
  const escalated = given(state, clock(HOUR));
  expect([escalated.status, expiryOf(escalated), wakeAt(escalated)]).toEqual(['escalated', null, null]);
});

test('the first approver may still answer after the escalation', () => {
  const state = given(begun(WITH_TIME), clock(HOUR), approval('ann', { at: HOUR + 1 }));
  expect(state).toMatchObject({ status: 'approved', resolution: { by: 'ann' } });
  expect(statuses(state)).toEqual(['ann approved', 'bob withdrawn']);
});

test('a backup may stand in for any approver, and the quorum stays the same', () => {
  const state = given(begun({ ...WITH_TIME, approvers: ['ann', 'cat'], need: 2 }), approval('ann'), clock(HOUR));
  expect(state.status).toBe('escalated');
  expect(given(state, approval('bob', { at: HOUR + 1 })).status).toBe('approved');
});

test('a decision answered before the escalation never escalates', () => {
  const state = given(begun(WITH_TIME), approval('ann'));
  expect(statuses(state)).toEqual(['ann approved', 'bob withdrawn']);
  expect(kindsOf(state, clock(9 * DAY))).toEqual([]);
});

test('an answer meets the state of its own moment: the escalation has happened, though nobody has noticed', () => {
  expect(kindsOf(begun(WITH_TIME), approval('bob', { at: HOUR }))).toEqual([
    ...['escalated', 'asked'],
    ...['counted', 'stepPassed', 'resolved'],
  ]);
});

test('everything that an outage missed happens at its own moment', () => {
  expect(eventsOf(begun(WITH_TIME), clock(9 * DAY))).toEqual([
    { kind: 'escalated', step: 0, at: HOUR },
    { kind: 'asked', assignmentId: 'a2', at: HOUR },
    { kind: 'expired', at: DAY },
  ]);
});

test('a backup who is also the approver, under another spelling, is reminded and not asked twice', () => {
  const state = begun({ backups: ['Ann'] });
  expect(eventsOf(state, clock(DAY))).toEqual([
    { kind: 'escalated', step: 0, at: DAY },
    { kind: 'withdrawn', assignmentId: 'a2', at: DAY },
    { kind: 'reminded', assignmentIds: ['a1'], at: DAY },
  ]);
  const escalated = given(state, clock(DAY));
  expect(statuses(escalated)).toEqual(['ann asked', 'Ann withdrawn']);
  expect(given(escalated, approval('ann', { at: DAY + 1 })).status).toBe('approved');
});

test('a backup who has already answered as an approver is not asked again', () => {
  const state = given(begun({ approvers: ['ann', 'cat'], need: 2, backups: ['Ann', 'bob'] }), approval('ann'));
  expect(kindsOf(state, clock(DAY))).toEqual(['escalated', 'withdrawn', 'asked']);
});

test('a backup who passed the request on before the escalation is replaced in it', () => {
  const state = given(begun(WITH_TIME), delegation('bob', 'cat'), clock(HOUR));
  expect(statuses(state)).toEqual(['ann asked', 'bob delegated', 'cat asked']);
});

test('someone added after the escalation is asked at once', () => {
  const state = given(begun(WITH_TIME), addition('cat', null, HOUR));
  expect(statuses(state)).toEqual(['ann asked', 'bob asked', 'cat asked']);
});

test('each step escalates to its own backups, counted from its own opening', () => {
  const state = given(
    begun([WITH_TIME, { approvers: ['cat'], backups: ['dan'], escalateAfterMs: 2 * HOUR }]),
    approval('ann'),
  );
  expect(wakeAt(state)).toBe(2 * HOUR + 1);
  expect(statuses(given(state, clock(2 * HOUR + 1)))).toEqual([
    ...['ann approved', 'bob withdrawn', 'cat asked', 'dan asked'],
  ]);
});
