import { begin, decide } from '../../domain/decide';
import { type Answer, type Decision, decisionAt, type StoredDecision, withOutcome } from '../../domain/decision';
import type { Command, Plan, StepPlan } from '../../domain/model';
import { isSamePerson } from '../../domain/person';
import type { Verdict } from '../../domain/verdict';

/** When the sample was asked, and the deadline of its first approver: 60 minutes later. */
export const ASKED_AT = new Date('2026-03-25T13:30:00.000Z');
export const DEADLINE = new Date('2026-03-25T14:30:00.000Z');

export const MINUTE = 60_000;

/** So many minutes after the sample was asked. */
export const minutesIn = (minutes: number): Date => new Date(ASKED_AT.getTime() + minutes * MINUTE);

/** How a sample differs: in what is asked, in its only step, or in its steps. */
export interface Sample
  extends Partial<Omit<StoredDecision, 'plan' | 'state' | 'answers' | 'revision'>>,
    Partial<StepPlan>,
    Partial<Pick<Plan, 'options' | 'onTimeout' | 'contentHash'>> {
  readonly steps?: readonly Partial<StepPlan>[];
}

/** An open decision as it is just after it was asked: of Sarah, who has an hour. */
export function sampleDecision(different: Sample = {}): Decision {
  const { options = ['approve', 'deny', 'modify'], onTimeout = 'expire', contentHash = '', ...rest } = different;
  const { steps = [{}], name, approvers, backups, need, deny, timeoutMs, escalateAfterMs, ...request } = rest;
  const given = { name, approvers, backups, need, deny, timeoutMs, escalateAfterMs };
  const inEach = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const plan: Plan = {
    ...{ options, onTimeout, contentHash },
    steps: steps.map((step) => ({ ...SARAH_FOR_AN_HOUR, ...inEach, ...step })),
  };
  const { createdAt = ASKED_AT } = request;
  const { state } = begin(plan, createdAt.getTime());
  return withOutcome({ ...REQUEST, createdAt, ...request, plan, state, answers: [], revision: 1 });
}

const SARAH_FOR_AN_HOUR: StepPlan = {
  ...{ name: null, approvers: ['sarah@company.com'], backups: [], need: 1, deny: 'veto' },
  ...{ timeoutMs: 60 * MINUTE, escalateAfterMs: null },
};

const REQUEST: Omit<StoredDecision, 'plan' | 'state' | 'answers' | 'revision' | 'createdAt'> = {
  id: '01995d2e-7a41-7c3e-9f10-2b8d6e4a5c77',
  workspaceId: '01995d2e-0000-7000-8000-000000000001',
  apiKeyId: '01995d2e-0000-7000-8000-000000000002',
  action: 'Send contract to Acme Corp for $48,000/year',
  context: 'Customer requested enterprise plan after 3 sales calls.',
  agent: 'Contract agent',
  urgency: 'high',
  channel: 'email',
  responseType: { type: 'approve_deny' },
  amount: null,
  metadata: null,
  contextImages: [],
  minAssurance: 'link',
  requireReasonOnDeny: false,
  callbackUrl: null,
  enforce: false,
  policyVersion: null,
  attachments: [],
  notes: {},
  reason: null,
  erasedAt: null,
};

/** The same decision so many minutes after it was asked, if nothing but time happened. */
export const waited = (decision: Decision, minutes: number): Decision => decisionAt(decision, minutesIn(minutes));

/** What the person `by` answers, an approval after eight minutes unless told otherwise. */
export interface SampleAnswer extends Partial<Pick<Answer, 'notes' | 'data' | 'executeAt' | 'files' | 'via'>> {
  readonly verdict?: Verdict;
  readonly by?: string;
  readonly minutes?: number;
}

/** The decision after an answer: of the person `by` if they are asked, otherwise in the name of the first who is. */
export function answered(decision: Decision, given: SampleAnswer = {}): Decision {
  const { verdict = 'approve', minutes = 8, notes = null, data = null, executeAt = null, files = [] } = given;
  const { via = 'page' } = given;
  const asked = decision.state.assignments.filter(({ status }) => status === 'asked');
  const assignment = asked.find(({ approver }) => isSamePerson(approver, given.by ?? null)) ?? asked[0];
  const { by = assignment?.approver ?? '' } = given;
  const assignmentId = assignment?.id ?? '';
  const answer: Answer = {
    ...{ id: `answer-${decision.answers.length + 1}`, assignmentId, verdict, executeAt, notes, data, files },
    ...{ receivedAt: minutesIn(minutes), author: by, via, assurance: 'link', apiKeyId: null },
  };
  return changed(
    { ...decision, answers: [...decision.answers, answer] },
    {
      ...{ kind: 'answer', answerId: answer.id, assignmentId, verdict, by, via, assurance: 'link' },
      ...{ executeAt: executeAt?.getTime() ?? null, contentHash: null, at: minutesIn(minutes).getTime() },
    },
  );
}

/** The decision after it was taken back. */
export const cancelled = (decision: Decision, reason: string | null = null, by = 'agent key'): Decision =>
  changed({ ...decision, reason }, { kind: 'cancel', by, at: minutesIn(8).getTime() });

/** The decision after one person, by default the first, passed it on to another. */
export function passedOn(decision: Decision, to: string, note: string | null = null, from = 0): Decision {
  const { assignments } = decision.state;
  const passed = changed(decision, {
    ...{ kind: 'delegate', assignmentId: assignments[from]?.id ?? '', to, at: minutesIn(8).getTime() },
  });
  const id = passed.state.assignments.at(-1)?.id ?? '';
  return note === null ? passed : { ...passed, notes: { ...passed.notes, [id]: note } };
}

/** The decision after a command. Throws if it is refused. */
export function changed(decision: Decision, command: Command): Decision {
  const result = decide(decision.state, command);
  if ('refusal' in result) throw new Error(`the sample refuses ${command.kind}: ${result.refusal}`);
  return withOutcome({ ...decision, state: result.state, revision: decision.revision + 1 });
}
