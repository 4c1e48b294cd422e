import type { Assignment, CommandOf, EventOf, Refusal } from './model';
import { isSamePerson } from './person';
import { nextSeat } from './plan';
import { assignmentsIn, hasAnswered, isAnswered, isLive } from './quorum';
import { isRepresentable } from './time-range';
import type { Transition } from './transition';

/** More people than this are never asked in one step. */
const MOST_IN_STEP = 100;
const MINUTE = 60_000;

/** Someone else is asked instead of this person: in the open step, otherwise in the first waiting one. */
export function reassign(transition: Transition, { from, to }: CommandOf<'reassign'>): Refusal | null {
  const { assignments, step: open } = transition.state;
  const theirs = assignments
    .filter(({ step, approver }) => step >= open && isSamePerson(approver, from))
    .toSorted((one, other) => one.step - other.step); // people who were added come last, whatever their step
  return replace(transition, theirs.find(isLive) ?? theirs[0], to, 'reassigned');
}

/** The same, by the person who was asked. */
export function delegate(transition: Transition, { assignmentId, to }: CommandOf<'delegate'>): Refusal | null {
  const asked = transition.state.assignments.find(({ id }) => id === assignmentId);
  return replace(transition, asked, to, 'delegated');
}

function replace(
  transition: Transition,
  from: Assignment | undefined,
  to: string,
  cause: EventOf<'assigned'>['cause'],
): Refusal | null {
  if (!from) return 'NOT_AN_APPROVER';
  if (hasAnswered(transition.state, from.step, from.approver)) return 'ALREADY_ANSWERED';
  if (!isLive(from)) return 'NOT_AN_APPROVER';
  return assign(transition, { step: from.step, isBackup: from.isBackup, approver: to }, cause, from.id);
}

/** One more person is asked. How many must approve does not change. */
export function add(transition: Transition, command: CommandOf<'add'>): Refusal | null {
  const { state } = transition;
  const { approver } = command;
  const step = command.step ?? state.step;
  if (step < state.step || step >= state.steps.length) return 'STEP_UNKNOWN';
  return assign(transition, { step, isBackup: false, approver }, 'added', null);
}

function assign(
  transition: Transition,
  seat: Pick<Assignment, 'step' | 'approver' | 'isBackup'>,
  cause: EventOf<'assigned'>['cause'],
  from: string | null,
): Refusal | null {
  const { state, at } = transition;
  const people = assignmentsIn(state, seat.step);
  const isIn = people.some((one) => (isLive(one) || isAnswered(one)) && isSamePerson(one.approver, seat.approver));
  if (isIn) return 'ALREADY_ASKED';
  if (people.length >= MOST_IN_STEP) return 'TOO_MANY_APPROVERS';
  transition.add({ kind: 'assigned', cause, assignment: nextSeat(state, seat), from, at });
  transition.ask();
  return null;
}

/** Moves the last deadline of the open step, never back. */
export function extend(transition: Transition, command: CommandOf<'extend'>): Refusal | null {
  const { at, step } = transition;
  if (step.expiresAt === null) return 'NO_DEADLINE';
  const until = 'until' in command ? command.until : step.expiresAt + command.byMs;
  if (!(until > step.expiresAt && until > at)) return 'NOT_LATER';
  if (!isRepresentable(new Date(until))) return 'TOO_FAR';
  transition.add({ kind: 'extended', until, at });
  return null;
}

/** Reminds one person, or everyone who has not answered; nobody more often than once a minute. */
export function remind(transition: Transition, { approver }: CommandOf<'remind'>): Refusal | null {
  const { state, at } = transition;
  const people = assignmentsIn(state, state.step);
  const named = approver === null ? people : people.filter((one) => isSamePerson(one.approver, approver));
  const asked = named.filter(({ status }) => status === 'asked');
  if (asked.length === 0) return approver !== null && named.some(isAnswered) ? 'ALREADY_ANSWERED' : 'NOT_AN_APPROVER';
  const due = asked.filter(({ remindedAt }) => remindedAt === null || at - remindedAt >= MINUTE);
  if (due.length === 0) return 'REMINDED_RECENTLY';
  transition.add({ kind: 'reminded', assignmentIds: due.map(({ id }) => id), at });
  return null;
}
