import type { Decision } from '../domain/decision';
import type { Assignment } from '../domain/model';
import { type OutcomeKind, outcomeKindOf } from '../domain/outcome-text';
import { isSamePerson } from '../domain/person';
import { assignmentsIn, countApprovals } from '../domain/quorum';
import { isOpen } from '../domain/status';

/**
 * What a message shows the person it was sent to: still asked, asked together with backups after an escalation, answered
 * while others still have to, passed on to someone else, no longer needed, over, or erased.
 */
export type MessageState = 'asked' | 'escalated' | 'answered' | 'delegated' | 'withdrawn' | 'erased' | OutcomeKind;

export function messageStateOf(decision: Decision, assignment: Assignment): MessageState {
  if (decision.erasedAt) return 'erased';
  if (!isOpen(decision.status)) return outcomeKindOf(decision);
  if (assignment.answeredAt !== null) return 'answered';
  if (assignment.status === 'delegated') return 'delegated';
  if (assignment.status !== 'asked') return 'withdrawn';
  return backupsAskedAfter(decision, assignment).length > 0 ? 'escalated' : 'asked';
}

/** Who was asked as well because this person, among others, did not answer in time. */
export function backupsAskedAfter({ state }: Decision, { step, approver, askedAt }: Assignment): readonly string[] {
  const escalatedAt = state.steps[step]?.escalatedAt ?? null;
  if (escalatedAt === null || askedAt === null || askedAt >= escalatedAt) return [];
  return assignmentsIn(state, step)
    .filter((one) => one.isBackup && one.askedAt !== null && one.status !== 'delegated')
    .map((one) => one.approver)
    .filter((backup) => !isSamePerson(backup, approver));
}

/** What is noted about a message in this state. An open question is edited when its content or progress changes. */
export function shownAs(
  state: MessageState,
  { contentHash, expiresAt, state: { step, ...rest }, status }: Decision,
): string {
  if (state !== 'asked' && state !== 'escalated' && state !== 'answered') return state;
  const approvals = countApprovals({ step, ...rest }, step);
  return [state, contentHash, status, step, approvals, expiresAt?.getTime() ?? 'never'].join(' ');
}

/** Whether nothing but erasure can follow. A scheduled decision may still be withdrawn until its time. */
export const isSettled = (state: MessageState, { status, dueAt }: Pick<Decision, 'status' | 'dueAt'>): boolean =>
  !isOpen(status) && state !== 'erased' && (state !== 'scheduled' || dueAt !== null);
