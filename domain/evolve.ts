import type { Assignment, AssignmentStatus, DecisionEvent, DecisionState, EventOf, Step } from './model';
import { isLive } from './quorum';
import type { Verdict } from './verdict';

/** The state after an event. Replaying the events of a decision over its plan gives its state. */
export function evolve(before: DecisionState, event: DecisionEvent): DecisionState {
  const state = { ...before, sequence: before.sequence + 1 };
  const { at } = event;
  switch (event.kind) {
    case 'stepOpened':
      return openStep({ ...state, status: 'pending', step: event.step }, at);
    case 'stepPassed':
      return withStep(endAssignments(state, event.step, 'withdrawn'), event.step, { status: 'approved' });
    case 'escalated':
      return withStep({ ...state, status: 'escalated' }, event.step, { escalatesAt: null, escalatedAt: at });
    case 'asked':
      return withAssignment(state, event.assignmentId, { status: 'asked', askedAt: at });
    case 'withdrawn':
      return withAssignment(state, event.assignmentId, { status: 'withdrawn' });
    case 'assigned':
      return assign(state, event);
    case 'counted':
      return withAssignment(state, event.assignmentId, {
        status: ANSWERED[event.verdict],
        answeredAt: at,
        executeAt: event.executeAt,
      });
    case 'reminded':
      return event.assignmentIds.reduce((next, id) => withAssignment(next, id, { remindedAt: at }), state);
    case 'notified':
      return event.assignmentIds.reduce((next, id) => withAssignment(next, id, { notifiedAt: at }), state);
    case 'extended':
      return withStep(state, state.step, { expiresAt: event.until, isExtended: true });
    case 'attached':
      return { ...state, contentHash: event.contentHash };
    case 'resolved':
      return resolve(state, event);
    case 'expired':
      return end({ ...endAssignments(state, state.step, 'expired'), status: 'expired' }, 'expired');
    case 'due':
      return { ...state, dueAt: at };
  }
}

const ANSWERED = { approve: 'approved', deny: 'denied', modify: 'modified' } as const satisfies Record<
  Verdict,
  AssignmentStatus
>;

function openStep(state: DecisionState, at: number): DecisionState {
  const { step, steps, assignments } = state;
  const { timeoutMs = null, escalateAfterMs = null } = steps[step] ?? {};
  const hasBackups = assignments.some((one) => one.step === step && one.isBackup);
  const after = (ms: number | null, times = 1) => (ms === null ? null : at + ms * times);
  return withStep(state, step, {
    status: 'open',
    openedAt: at,
    escalatesAt: hasBackups ? after(escalateAfterMs ?? timeoutMs) : null,
    expiresAt: after(timeoutMs, hasBackups && escalateAfterMs === null ? 2 : 1),
  });
}

function assign(state: DecisionState, { assignment, from }: EventOf<'assigned'>): DecisionState {
  const added = { ...state, assignments: [...state.assignments, assignment] };
  if (from === null) return added;
  return withAssignment(added, from, { status: 'delegated', delegatedTo: assignment.approver });
}

function resolve(state: DecisionState, { status, executeAt, resolution }: EventOf<'resolved'>): DecisionState {
  const isTakenBack = resolution.via === 'cancel' || resolution.via === 'policy';
  return end(
    { ...state, status, executeAt, resolution },
    isTakenBack ? 'cancelled' : status === 'scheduled' ? 'approved' : status,
  );
}

/** Nothing is asked any more: the open step ends like this, and those that never opened are cancelled. */
function end(state: DecisionState, status: Step['status']): DecisionState {
  const ended: Readonly<Partial<Record<Step['status'], Step['status']>>> = { open: status, waiting: 'cancelled' };
  const steps = state.steps.map((step) => ({ ...step, status: ended[step.status] ?? step.status }));
  return steps.reduce<DecisionState>((next, _, index) => endAssignments(next, index, 'withdrawn'), { ...state, steps });
}

/** Those who were asked in a step end like this; those who were not asked yet are no longer needed. */
function endAssignments(state: DecisionState, step: number, asked: 'withdrawn' | 'expired'): DecisionState {
  const assignments = state.assignments.map((one): Assignment => {
    if (one.step !== step || !isLive(one)) return one;
    return { ...one, status: one.status === 'asked' ? asked : 'withdrawn' };
  });
  return { ...state, assignments };
}

function withStep(state: DecisionState, index: number, change: Partial<Step>): DecisionState {
  const steps = state.steps.map((step, at) => (at === index ? { ...step, ...change } : step));
  return { ...state, steps };
}

function withAssignment(state: DecisionState, id: string, change: Partial<Assignment>): DecisionState {
  const assignments = state.assignments.map((one) => (one.id === id ? { ...one, ...change } : one));
  return { ...state, assignments };
}
