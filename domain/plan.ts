import type { Assignment, DecisionState, Plan, Step, StepPlan } from './model';

/** The state of a decision before its first step opens. */
export function stateOfPlan({ options, onTimeout, contentHash, steps }: Plan): DecisionState {
  const people = steps.flatMap(({ approvers, backups }, step) => [
    ...approvers.map((approver) => ({ step, approver, isBackup: false })),
    ...backups.map((approver) => ({ step, approver, isBackup: true })),
  ]);
  return {
    ...{ version: 1, status: 'pending', options, onTimeout, contentHash },
    ...{ steps: steps.map(waitingStep), step: 0, assignments: people.map((person, index) => seat(index, person)) },
    ...{ executeAt: null, dueAt: null, resolution: null, sequence: 0 },
  };
}

function waitingStep({ name, need, deny, timeoutMs, escalateAfterMs }: StepPlan): Step {
  return {
    ...{ name, need, deny, timeoutMs, escalateAfterMs, status: 'waiting' },
    ...{ openedAt: null, escalatesAt: null, escalatedAt: null, expiresAt: null, isExtended: false },
  };
}

type Seat = Pick<Assignment, 'step' | 'approver' | 'isBackup'>;

/** One more person in a step, not asked yet. */
export const nextSeat = ({ assignments }: DecisionState, person: Seat): Assignment => seat(assignments.length, person);

function seat(index: number, { step, approver, isBackup }: Seat): Assignment {
  return {
    ...{ id: `a${index + 1}`, step, approver, isBackup, status: 'waiting' },
    ...{ askedAt: null, notifiedAt: null, remindedAt: null, answeredAt: null, executeAt: null, delegatedTo: null },
  };
}
