import type { Assignment, DecisionState } from './model';
import { isSamePerson, personKey } from './person';

/** Whether this person may still answer through it, or may yet be asked. */
export const isLive = ({ status }: Assignment): boolean => status === 'waiting' || status === 'asked';

/** Whether an answer through it has counted. */
export const isAnswered = ({ answeredAt }: Assignment): boolean => answeredAt !== null;

export const assignmentsIn = ({ assignments }: DecisionState, step: number): readonly Assignment[] =>
  assignments.filter((assignment) => assignment.step === step);

export const hasAnswered = (state: DecisionState, step: number, person: string): boolean =>
  assignmentsIn(state, step).some((one) => isAnswered(one) && isSamePerson(one.approver, person));

/** How many people have approved the step: nobody answers twice in it. */
export const countApprovals = (state: DecisionState, step: number): number =>
  assignmentsIn(state, step).filter(({ status }) => status === 'approved').length;

export const isReached = (state: DecisionState, step: number): boolean =>
  countApprovals(state, step) >= needOf(state, step);

/**
 * Whether enough people are left to reach the quorum. Each counts once, however often they are asked. Backups count until
 * the escalation only if there will be one.
 */
export function isReachable(state: DecisionState, step: number): boolean {
  const escalates = (state.steps[step]?.escalatesAt ?? null) !== null;
  const left = assignmentsIn(state, step).filter(
    (one) => (one.status === 'asked' || (isLive(one) && escalates)) && !hasAnswered(state, step, one.approver),
  );
  const people = new Set(left.map(({ approver }) => personKey(approver)));
  return countApprovals(state, step) + people.size >= needOf(state, step);
}

const needOf = ({ steps }: DecisionState, step: number): number => steps[step]?.need ?? Number.POSITIVE_INFINITY;
