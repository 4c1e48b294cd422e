import { beginResolved } from '../../domain/decide';
import { type Answer, decisionAt, progressOf, type StoredDecision, withOutcome } from '../../domain/decision';
import type { DecisionState } from '../../domain/model';
import { approval, begun, cancellation, clock, DAY, denial, given, HOUR, planOf, reassignment } from '../support/plans';

const stored = (state: DecisionState, over: Partial<StoredDecision> = {}): StoredDecision => ({
  ...{ id: 'd', workspaceId: 'w', apiKeyId: 'k', createdAt: new Date(0), policyVersion: null, revision: 1, state },
  ...{ action: 'Send the contract', context: null, agent: null, urgency: 'medium', channel: 'email', amount: null },
  ...{ responseType: { type: 'approve_deny' }, metadata: null, contextImages: [], minAssurance: 'link' },
  ...{ requireReasonOnDeny: false, callbackUrl: null, enforce: false, plan: planOf(), answers: [], attachments: [] },
  ...{ notes: {}, reason: null, erasedAt: null, ...over },
});
const shown = (state: DecisionState, over: Partial<StoredDecision> = {}) => withOutcome(stored(state, over));

const answered = (id: string, over: Partial<Answer> = {}): Answer => ({
  ...{
    id,
    assignmentId: 'a1',
    verdict: 'approve',
    executeAt: null,
    receivedAt: new Date(1),
    author: 'ann',
    via: 'page',
  },
  ...{ notes: `note of ${id}`, data: { chosen: id }, assurance: 'link', apiKeyId: null, files: [], ...over },
});

const BACKED = { backups: ['bob'] };

test('an open decision shows its deadline and no resolution', () => {
  expect(shown(begun())).toMatchObject({
    ...{ status: 'pending', approver: 'ann', backupApprover: null, expiresAt: new Date(DAY), escalatedAt: null },
    ...{ resolvedAt: null, resolvedBy: null, resolvedVia: null, assurance: null, responseNotes: null },
    ...{ responseData: null, responseFiles: [], autoResolved: false, cancelled: false },
  });
});

test('the approver is the first one of the open step, or who is asked in their place', () => {
  const steps = [{ approvers: ['ann', 'bob'] }, { approvers: ['cat'], backups: ['dan'] }];
  expect(shown(begun(steps)).approver).toBe('ann');
  expect(shown(given(begun({}), reassignment('ann', 'bob'))).approver).toBe('bob');
  const second = given(begun(steps), approval('ann'));
  expect(shown(second).approver).toBe('cat');
  expect(shown(given(second, clock(DAY + 1))).approver).toBe('cat');
});

test('an escalation shows when it was and, where the backups get as long again, the deadline that follows', () => {
  const plan = planOf(BACKED);
  expect(shown(begun(BACKED), { plan })).toMatchObject({ backupApprover: 'bob', expiresAt: new Date(DAY) });
  const escalated = { status: 'escalated', escalatedAt: new Date(DAY), expiresAt: new Date(2 * DAY) };
  expect(shown(given(begun(BACKED), clock(DAY)), { plan })).toMatchObject(escalated);
  const early = begun({ ...BACKED, escalateAfterMs: HOUR });
  expect(shown(early).expiresAt).toEqual(new Date(DAY));
  expect(shown(given(early, clock(HOUR))).expiresAt).toEqual(new Date(DAY));
});

test('a decision answered before the escalation keeps the deadline it had', () => {
  expect(shown(given(begun(BACKED), approval('ann'))).expiresAt).toEqual(new Date(DAY));
});

test('the response is the answer that completed the decision', () => {
  const state = given(begun({ approvers: ['ann', 'bob'], need: 2 }), approval('ann'), approval('bob', { at: 7 }));
  const file = { id: 'f', name: 'scan.pdf', type: 'application/pdf', size: 1, sha256: '' };
  const answers = [answered("ann's answer"), answered("bob's answer", { author: 'bob', files: [file] })];
  expect(shown(state, { answers })).toMatchObject({
    ...{ status: 'approved', resolvedAt: new Date(7), resolvedBy: 'bob', resolvedVia: 'page', assurance: 'link' },
    ...{ responseNotes: "note of bob's answer", responseData: { chosen: "bob's answer" }, responseFiles: [file] },
  });
});

test('a cancelled decision shows the reason, even if it was scheduled by an answer before', () => {
  const state = given(begun(), approval('ann', { executeAt: 3 * DAY }));
  expect(shown(state)).toMatchObject({ status: 'scheduled', executeAt: new Date(3 * DAY), cancelled: false });
  const cancelled = shown(given(state, cancellation(2)), { answers: [answered("ann's answer")], reason: 'Not needed' });
  expect(cancelled).toMatchObject({
    ...{ status: 'denied', cancelled: true, resolvedVia: 'cancel', responseNotes: 'Not needed', responseData: null },
  });
});

test('a decision that a policy resolved says so, with the reason of the rule', () => {
  const cause = { by: 'policy', via: 'policy', assurance: null, answerId: null };
  const { state } = beginResolved(planOf(), 'approved', cause, 0);
  expect(shown(state, { reason: 'Small amount' })).toMatchObject({
    ...{ status: 'approved', autoResolved: true, resolvedBy: 'policy', responseNotes: 'Small amount' },
  });
});

test('a timeout that denies is neither a cancellation nor a policy', () => {
  expect(shown(given(begun({}, { onTimeout: 'deny' }), clock(DAY)))).toMatchObject({
    ...{ status: 'denied', resolvedBy: 'timeout', resolvedVia: 'timeout', assurance: null },
    ...{ cancelled: false, autoResolved: false, responseNotes: null },
  });
});

test('a decision is shown as it is at the moment, whether or not anyone has noticed what time has changed', () => {
  const open = stored(begun(BACKED));
  expect(decisionAt(open, new Date(DAY - 1)).status).toBe('pending');
  expect(decisionAt(open, new Date(DAY))).toMatchObject({ status: 'escalated', expiresAt: new Date(2 * DAY) });
  expect(decisionAt(open, new Date(2 * DAY)).status).toBe('expired');
  const denying = stored(begun({}, { onTimeout: 'deny' }));
  expect(decisionAt(denying, new Date(DAY))).toMatchObject({ status: 'denied', resolvedAt: new Date(DAY) });
  const scheduled = stored(given(begun(), approval('ann', { executeAt: DAY })));
  expect(decisionAt(scheduled, new Date(DAY))).toMatchObject({ status: 'scheduled', dueAt: new Date(DAY) });
});

test('the progress counts the approvals of the open step', () => {
  const quorum = { approvers: ['ann', 'bob', 'cat', 'dan'], need: 3, deny: 'majority' } as const;
  const state = given(begun([{}, quorum]), approval('ann'), approval('bob'), denial('ann'));
  expect(progressOf(stored(state))).toEqual({ step: 1, steps: 2, need: 3, approvals: 1 });
});
