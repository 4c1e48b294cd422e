import { type Decision, progressOf } from './decision';
import type { Assignment, Step } from './model';
import { assignmentsIn, isReachable } from './quorum';
import { rulesOf } from './response-types';

/** Who is asking. Without a name, all we know is that it is an agent. */
export const askerOf = ({ agent }: Pick<Decision, 'agent'>): string => agent ?? 'An AI agent';

/** What the approver is asked for, after the asker's name. */
export const asksFor = ({ responseType }: Pick<Decision, 'responseType'>): string => rulesOf(responseType).asksFor;

/** How long the people of the open step have. */
export interface Deadline {
  readonly since: Date;
  /** When someone else is asked, or answers no longer count; null: never. */
  readonly until: Date | null;
  /** What happens then, a sentence. */
  readonly afterwards: string | null;
}

/** The deadline of the open step, as its approvers are told. */
export function deadlineOf(decision: Decision): Deadline {
  const step = currentStep(decision);
  const until = step?.escalatesAt ?? step?.expiresAt ?? null;
  return {
    since: new Date(step?.escalatedAt ?? step?.openedAt ?? decision.createdAt),
    until: until === null ? null : new Date(until),
    afterwards: until === null || !step ? null : afterwardsOf(decision, step),
  };
}

const currentStep = ({ state }: Decision): Step | undefined => state.steps[state.step];

function afterwardsOf(decision: Decision, { escalatesAt }: Step): string {
  const { state } = decision;
  if (escalatesAt !== null) {
    const backups = assignmentsIn(state, state.step).filter(({ isBackup, status }) => isBackup && status === 'waiting');
    const verb = backups.length === 1 ? 'is' : 'are';
    return `If nobody answers by then, ${listOf(backups.map(({ approver }) => approver))} ${verb} asked as well.`;
  }
  if (state.onTimeout === 'deny') return 'If nobody answers by then, the request is denied.';
  if (state.onTimeout === 'approve') return 'If nobody answers by then, it counts as approved.';
  return "If nobody answers by then, the agent won't proceed.";
}

/** Why this person is asked, if it is not simply their turn: a sentence, or null. */
export function describeReason(decision: Decision, assignment: Assignment): string | null {
  const { assignments } = decision.state;
  const from = assignments.find(
    ({ step, delegatedTo }) => step === assignment.step && delegatedTo === assignment.approver,
  );
  if (from) return `${from.approver} passed this request on to you.`;
  if (!assignment.isBackup) return null;
  const silent = assignmentsIn(decision.state, assignment.step).filter(
    ({ isBackup, answeredAt, status }) => !isBackup && answeredAt === null && status !== 'delegated',
  );
  if (silent.length === 0) return null;
  return `${listOf(silent.map(({ approver }) => approver))} didn't answer in time, so you're being asked now.`;
}

/** How far the decision is: "Step 2 of 3, Finance. 1 of 2 approvals so far." Null for a plain decision. */
export function progressText(decision: Decision): string | null {
  const { step, steps, need, approvals } = progressOf(decision);
  const name = currentStep(decision)?.name;
  const where = steps > 1 ? `Step ${step + 1} of ${steps}${name ? `, ${name}` : ''}.` : name ? `${name}.` : '';
  const count = need > 1 ? `${approvals} of ${need} approvals so far.` : '';
  return [where, count].filter(Boolean).join(' ') || null;
}

/** What an approval by one more person does: a sentence. */
export function effectOfApproval(decision: Decision): string {
  const { step, steps, need, approvals } = progressOf(decision);
  const left = need - approvals - 1;
  if (left > 0) return `After your approval, ${left === 1 ? 'one more is' : `${left} more are`} needed in this step.`;
  if (step < steps - 1) return 'Your approval completes this step, and the next one opens.';
  return decision.responseType.type === 'schedule'
    ? 'Your approval completes the request. The agent may act at the time that was chosen.'
    : 'Your approval completes the request. The agent may proceed.';
}

/** What a denial by this person does: a sentence. */
export function effectOfDenial({ state }: Decision, { id }: Assignment): string {
  const denied = state.assignments.map((one) => (one.id === id ? { ...one, status: 'denied' as const } : one));
  const isFinal =
    state.steps[state.step]?.deny !== 'majority' || !isReachable({ ...state, assignments: denied }, state.step);
  return isFinal ? "The agent won't proceed." : 'The request stays open: the others can still approve it.';
}

/** "ann@company.com", "ann@company.com and ben@company.com", "ann@…, ben@… and cat@…" */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? 'Someone';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
