import { begin } from '../../domain/decide';
import {
  approval,
  begun,
  clock,
  DAY,
  denial,
  eventsOf,
  given,
  HOUR,
  modification,
  planOf,
  reached,
  refusalOf,
  statuses,
} from '../support/plans';

const THREE = [{}, { approvers: ['bob', 'cat'], timeoutMs: 2 * HOUR }, { approvers: ['dan'] }];

test('a decision begins by opening its first step and asking the approvers', () => {
  expect(begin(planOf({ approvers: ['ann', 'bob'] }), 5).events).toEqual([
    { kind: 'stepOpened', step: 0, at: 5 },
    { kind: 'asked', assignmentId: 'a1', at: 5 },
    { kind: 'asked', assignmentId: 'a2', at: 5 },
  ]);
});

test('the approvers of later steps wait', () => {
  const state = begun(THREE);
  expect(state.steps.map(({ status }) => status)).toEqual(['open', 'waiting', 'waiting']);
  expect(statuses(state)).toEqual(['ann asked', 'bob waiting', 'cat waiting', 'dan waiting']);
  expect(refusalOf(state, approval('bob'))).toBe('NOT_AN_APPROVER');
});

test('the next step opens when one has passed, and its times count from then on', () => {
  const state = given(begun(THREE), approval('ann', { at: HOUR }));
  expect(state).toMatchObject({ status: 'pending', step: 1, resolution: null });
  expect(state.steps[1]).toMatchObject({ status: 'open', openedAt: HOUR, expiresAt: 3 * HOUR });
  expect(statuses(state)).toEqual(['ann approved', 'bob asked', 'cat asked', 'dan waiting']);
});

test('a decision is approved when the last step has passed', () => {
  const state = given(begun(THREE), approval('ann'), approval('cat'), approval('dan', { at: 7 }));
  expect(state).toMatchObject({ status: 'approved', resolution: { by: 'dan', at: 7 } });
  expect(state.steps.map(({ status }) => status)).toEqual(['approved', 'approved', 'approved']);
});

test.each([
  ['denial', denial, 'denied'],
  ['request for changes', modification, 'modified'],
] as const)('a %s in any step ends the decision, and the steps after it are cancelled', (_what, answer, status) => {
  const state = given(begun(THREE), approval('ann'), answer('bob'));
  expect(state.status).toBe(status);
  expect(state.steps.map((step) => step.status)).toEqual(['approved', status, 'cancelled']);
  expect(statuses(state)).toEqual(['ann approved', `bob ${status}`, 'cat withdrawn', 'dan withdrawn']);
});

test('a step that expires ends the decision, and the steps after it are cancelled', () => {
  const state = given(begun(THREE), clock(DAY));
  expect(state.status).toBe('expired');
  expect(state.steps.map(({ status }) => status)).toEqual(['expired', 'cancelled', 'cancelled']);
  expect(statuses(state)).toEqual(['ann expired', 'bob withdrawn', 'cat withdrawn', 'dan withdrawn']);
});

test('a step that has passed takes no further answer', () => {
  const state = given(begun([{ approvers: ['ann', 'eve'] }, { approvers: ['bob'] }]), approval('ann'));
  expect(refusalOf(state, denial('eve'))).toBe('NOT_AN_APPROVER');
  expect(refusalOf(state, denial('ann'))).toBe('ALREADY_ANSWERED');
});

test('an escalated decision is pending again when the next step opens', () => {
  const state = given(begun([{ backups: ['eve'] }, { approvers: ['bob'] }]), clock(DAY));
  expect(state.status).toBe('escalated');
  expect(given(state, approval('eve', { at: DAY + 1 }))).toMatchObject({ status: 'pending', step: 1 });
});

test('after a long outage every step that silence passed has passed at its own deadline', () => {
  const steps = [{}, { approvers: ['bob'], timeoutMs: HOUR }];
  const state = given(begun(steps, { onTimeout: 'approve' }), reached());
  expect(eventsOf(state, clock(9 * DAY))).toEqual([
    { kind: 'stepPassed', step: 0, at: DAY },
    { kind: 'stepOpened', step: 1, at: DAY },
    { kind: 'asked', assignmentId: 'a2', at: DAY },
    { kind: 'expired', at: DAY + HOUR }, // no message reached bob: his silence approves nothing
  ]);
});
