import type { Assignment, DecisionState, Step } from './model';
import { assignmentsIn } from './quorum';
import { isOpen } from './status';
import type { Cause, Transition } from './transition';

/** What time does next, and when. */
interface Moment {
  readonly at: number;
  readonly kind: 'due' | 'escalate' | 'timeOut';
}

/** The next thing that happens by itself, or null. */
export function nextMoment({ status, executeAt, dueAt, steps, step }: DecisionState): Moment | null {
  if (status === 'scheduled') return executeAt === null || dueAt !== null ? null : { kind: 'due', at: executeAt };
  if (!isOpen(status)) return null;
  const { escalatesAt = null, expiresAt = null } = steps[step] ?? {};
  if (escalatesAt !== null) return { kind: 'escalate', at: escalatesAt };
  return expiresAt === null ? null : { kind: 'timeOut', at: expiresAt };
}

/**
 * Lets time pass until `until`. Everything happens at its own moment, however late anyone looks: what a decision is at a
 * given time never depends on when a worker was running.
 */
export function passTime(transition: Transition, until: number): void {
  for (
    let next = nextMoment(transition.state);
    next !== null && next.at <= until;
    next = nextMoment(transition.state)
  ) {
    transition.at = next.at;
    if (next.kind === 'due') transition.add({ kind: 'due', at: next.at });
    else if (next.kind === 'escalate') transition.escalate();
    else timeOut(transition);
  }
  transition.at = until;
}

const TIMEOUT: Cause = { by: 'timeout', via: 'timeout', assurance: null, answerId: null };

function timeOut(transition: Transition): void {
  const { onTimeout } = transition.state;
  if (onTimeout === 'deny') transition.resolve('denied', TIMEOUT);
  else if (onTimeout === 'approve' && isConsent(transition)) transition.passStep(TIMEOUT);
  else transition.expire();
}

/** Silence approves only if nobody has denied and a message has reached everyone who was asked last. */
function isConsent({ state, step, at }: Transition): boolean {
  const people = assignmentsIn(state, state.step);
  return (
    people.every(({ status }) => status !== 'denied') &&
    askedLast(people, step).every(
      ({ status, notifiedAt }) => status !== 'asked' || (notifiedAt !== null && notifiedAt < at),
    )
  );
}

/** Those asked or reminded since the escalation; everyone if the step did not escalate, or to nobody new. */
function askedLast(people: readonly Assignment[], { escalatedAt }: Step): readonly Assignment[] {
  const isSince = (moment: number | null) => escalatedAt !== null && moment !== null && moment >= escalatedAt;
  const last = people.filter(({ askedAt, remindedAt }) => isSince(askedAt) || isSince(remindedAt));
  return last.length > 0 ? last : people;
}
