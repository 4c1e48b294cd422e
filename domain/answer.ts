import type { CommandOf, DecisionState, Refusal } from './model';
import { hasAnswered, isReachable, isReached } from './quorum';
import type { Transition } from './transition';

/** Counts an answer, and draws what follows from it. */
export function answer(transition: Transition, command: CommandOf<'answer'>): Refusal | null {
  const { state, at } = transition;
  const { answerId, assignmentId, verdict, by, via, assurance } = command;
  const assignment = state.assignments.find(({ id }) => id === assignmentId);
  if (!assignment) return 'NOT_AN_APPROVER';
  if (assignment.answeredAt !== null || hasAnswered(state, assignment.step, assignment.approver))
    return 'ALREADY_ANSWERED';
  if (assignment.status !== 'asked') return 'NOT_AN_APPROVER';
  if (!state.options.includes(verdict)) return 'OPTION_UNKNOWN';
  if (command.contentHash !== null && command.contentHash !== state.contentHash) return 'CONTENT_CHANGED';
  const executeAt = verdict === 'approve' ? command.executeAt : null;
  const cause = { by, via, assurance, answerId };
  transition.add({ kind: 'counted', assignmentId, verdict, executeAt, ...cause, at });
  if (verdict === 'modify') transition.resolve('modified', cause);
  else if (isReached(transition.state, state.step)) transition.passStep(cause);
  else if (verdict === 'deny' && endsStep(transition.state)) transition.resolve('denied', cause);
  return null;
}

const endsStep = (state: DecisionState): boolean =>
  state.steps[state.step]?.deny === 'veto' || !isReachable(state, state.step);
