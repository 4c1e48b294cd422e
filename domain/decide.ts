/** The rules of one decision: no clock, no I/O. `decide` says what follows from everything that can happen to it. */
import { add, delegate, extend, reassign, remind } from './amend';
import { answer } from './answer';
import { nextMoment, passTime } from './clock';
import type { Command, CommandOf, DecisionEvent, DecisionState, Plan, Refusal } from './model';
import { stateOfPlan } from './plan';
import { isAnswered } from './quorum';
import { isOpen } from './status';
import { type Cause, Transition } from './transition';

export interface Changed {
  readonly state: DecisionState;
  /** Empty: nothing changed. */
  readonly events: readonly DecisionEvent[];
}
export interface Refused {
  readonly refusal: Refusal;
  /** The state at the moment of the command. */
  readonly state: DecisionState;
}

/** Whether nothing can change any more. */
export const isOver = ({ status, dueAt }: DecisionState): boolean =>
  !isOpen(status) && (status !== 'scheduled' || dueAt !== null);

/** When time changes the decision next, or null for never. Always later than the last command. */
export const wakeAt = (state: DecisionState): number | null => nextMoment(state)?.at ?? null;

/** Opens the first step of a plan. */
export function begin(plan: Plan, at: number): Changed {
  const transition = new Transition(stateOfPlan(plan), at);
  transition.openStep(0);
  return transition;
}

/** Resolves a plan before anyone is asked, as a policy does. */
export function beginResolved(plan: Plan, status: 'approved' | 'denied', cause: Cause, at: number): Changed {
  const transition = new Transition(stateOfPlan(plan), at);
  transition.resolve(status, cause);
  return transition;
}

/**
 * What follows from a command: a new state and events, or why it changes nothing. Time passes first, so a command meets
 * the state of its own moment, whether or not anyone noticed that moment.
 */
export function decide(state: DecisionState, command: Command): Changed | Refused {
  const transition = new Transition(state, command.at);
  passTime(transition, command.at);
  const passed = transition.state;
  const refusal = apply(transition, command);
  return refusal ? { refusal, state: passed } : transition;
}

/** The state at a later moment, if nothing but time happens. */
export function stateAt(state: DecisionState, at: number): DecisionState {
  const transition = new Transition(state, at);
  passTime(transition, at);
  return transition.state;
}

function apply(transition: Transition, command: Command): Refusal | null {
  switch (command.kind) {
    case 'clock':
      return null;
    case 'notified':
      return notified(transition, command);
    case 'cancel':
      return cancel(transition, command);
    default:
      return isOpen(transition.state.status) ? applyWhileOpen(transition, command) : tooLate(transition.state);
  }
}

function applyWhileOpen(transition: Transition, command: Exclude<Command, { kind: 'clock' | 'notified' | 'cancel' }>) {
  switch (command.kind) {
    case 'answer':
      return answer(transition, command);
    case 'reassign':
      return reassign(transition, command);
    case 'delegate':
      return delegate(transition, command);
    case 'add':
      return add(transition, command);
    case 'extend':
      return extend(transition, command);
    case 'remind':
      return remind(transition, command);
    case 'attach':
      return attach(transition, command);
  }
}

/** Takes the question back: denied. Possible while it is open, and until a scheduled time. */
function cancel(transition: Transition, { by }: CommandOf<'cancel'>): Refusal | null {
  if (isOver(transition.state)) return tooLate(transition.state);
  transition.resolve('denied', { by, via: 'cancel', assurance: 'api', answerId: null });
  return null;
}

/** Notes that messages have reached people. It is never too late to note that, and never twice. */
function notified(transition: Transition, { assignmentIds, at }: CommandOf<'notified'>): null {
  const known = transition.state.assignments.filter(
    ({ id, status, notifiedAt }) => assignmentIds.includes(id) && status === 'asked' && notifiedAt === null,
  );
  if (known.length > 0) transition.add({ kind: 'notified', assignmentIds: known.map(({ id }) => id), at });
  return null;
}

/** What an approver is shown changes: not once anyone has answered. */
function attach(transition: Transition, { contentHash, at }: CommandOf<'attach'>): Refusal | null {
  if (transition.state.assignments.some(isAnswered)) return 'ALREADY_ANSWERED';
  transition.add({ kind: 'attached', contentHash, at });
  return null;
}

const tooLate = ({ status }: DecisionState): Refusal => (status === 'expired' ? 'EXPIRED' : 'ALREADY_RESOLVED');
