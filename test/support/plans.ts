import { begin, type Changed, decide, type Refused } from '../../domain/decide';
import type { Assignment, Command, CommandOf, DecisionEvent, DecisionState, Plan, StepPlan } from '../../domain/model';
import type { Verdict } from '../../domain/verdict';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The content that approvers are shown in these plans. */
export const SHOWN = 'shown';

type Steps = Partial<StepPlan> | readonly Partial<StepPlan>[];
type PlanRules = Partial<Omit<Plan, 'steps'>>;

/** One step or several. Unless told otherwise, ann has a day to approve a step, and nobody else is asked. */
export const planOf = (steps: Steps = {}, rules: PlanRules = {}): Plan => ({
  ...{ options: ['approve', 'deny', 'modify'], onTimeout: 'expire', contentHash: SHOWN, ...rules },
  steps: [steps].flat().map((step) => ({
    ...{ name: null, approvers: ['ann'], backups: [], need: 1, deny: 'veto', timeoutMs: DAY, escalateAfterMs: null },
    ...step,
  })),
});

/** The state of such a plan, begun at time 0. */
export const begun = (steps: Steps = {}, rules: PlanRules = {}): DecisionState => begin(planOf(steps, rules), 0).state;

/** What happens next, where that depends on the state, as on the assignment through which someone answers. */
export type Act = Command | ((state: DecisionState) => Command);

export const decideOn = (state: DecisionState, act: Act): Changed | Refused =>
  decide(state, typeof act === 'function' ? act(state) : act);

/** The state after these acts, none of which may be refused. */
export function given(state: DecisionState, ...acts: readonly Act[]): DecisionState {
  return acts.reduce<DecisionState>((before, act) => {
    const result = decideOn(before, act);
    if ('refusal' in result) throw new Error(`Refused: ${result.refusal}`);
    return result.state;
  }, state);
}

/** Why the act is refused, or null. */
export function refusalOf(state: DecisionState, act: Act): string | null {
  const result = decideOn(state, act);
  return 'refusal' in result ? result.refusal : null;
}

/** What follows from an act that is not refused. */
export function eventsOf(state: DecisionState, act: Act): readonly DecisionEvent[] {
  const result = decideOn(state, act);
  if ('refusal' in result) throw new Error(`Refused: ${result.refusal}`);
  return result.events;
}

export const kindsOf = (state: DecisionState, act: Act): readonly string[] =>
  eventsOf(state, act).map(({ kind }) => kind);

/** This person's latest assignment in the open step or, with none there, in any. Spelling matters. */
export function assignmentOf({ assignments, step }: DecisionState, approver: string): Assignment {
  const theirs = assignments.filter((one) => one.approver === approver);
  const assignment = theirs.findLast((one) => one.step === step) ?? theirs.at(-1);
  if (!assignment) throw new Error(`${approver} has no assignment`);
  return assignment;
}

/** Everyone's status, by name. */
export const statuses = ({ assignments }: DecisionState): readonly string[] =>
  assignments.map(({ approver, status }) => `${approver} ${status}`);

type AnswerGiven = Partial<Omit<CommandOf<'answer'>, 'kind'>>;

const answerBy =
  (approver: string, verdict: Verdict, given: AnswerGiven) =>
  (state: DecisionState): Command => ({
    ...{ kind: 'answer', answerId: `${approver}'s answer`, assignmentId: assignmentOf(state, approver).id, verdict },
    ...{ executeAt: null, contentHash: SHOWN, by: approver, via: 'page', assurance: 'link', at: 1, ...given },
  });

/** Each at time 1, unless told otherwise. */
export const approval = (approver: string, given: AnswerGiven = {}) => answerBy(approver, 'approve', given);
export const denial = (approver: string, given: AnswerGiven = {}) => answerBy(approver, 'deny', given);
export const modification = (approver: string, given: AnswerGiven = {}) => answerBy(approver, 'modify', given);

export const delegation =
  (from: string, to: string, at = 1) =>
  (state: DecisionState): Command => ({ kind: 'delegate', assignmentId: assignmentOf(state, from).id, to, at });

/** A message has reached everyone who is being asked. */
export const reached =
  (at = 1) =>
  ({ assignments }: DecisionState): Command => ({
    kind: 'notified',
    assignmentIds: assignments.map(({ id }) => id),
    at,
  });

export const clock = (at: number): Command => ({ kind: 'clock', at });
export const cancellation = (at = 1): Command => ({ kind: 'cancel', by: 'Contract agent', at });
export const reassignment = (from: string, to: string, at = 1): Command => ({ kind: 'reassign', from, to, at });
export const addition = (approver: string, step: number | null = null, at = 1): Command => ({
  ...{ kind: 'add', approver, step, at },
});
export const reminder = (approver: string | null = null, at = 1): Command => ({ kind: 'remind', approver, at });
export const attachment = (contentHash: string, at = 1): Command => ({ kind: 'attach', contentHash, at });
