import type { Assurance } from './assurance';
import type { Channel } from './channel';
import { stateAt } from './decide';
import { type Attachment, shownFile } from './files';
import type { JsonObject } from './json';
import type { DecisionState, Plan } from './model';
import type { PolicyVersion } from './policy/rule';
import { countApprovals } from './quorum';
import type { ResponseData, ResponseType } from './response-types';
import type { Status } from './status';
import type { Urgency } from './urgency';
import type { Verdict } from './verdict';

/** An answer that counted, with its text. */
export interface Answer {
  readonly id: string;
  readonly assignmentId: string;
  readonly verdict: Verdict;
  readonly executeAt: Date | null;
  readonly receivedAt: Date;
  readonly notes: string | null;
  readonly data: ResponseData | null;
  /** Who answered, as `resolved_by` shows it. */
  readonly author: string;
  readonly via: string;
  readonly assurance: Assurance;
  readonly apiKeyId: string | null;
  readonly files: readonly Attachment[];
}

/** What an agent asks, in its own words. */
export interface Request {
  readonly action: string;
  readonly context: string | null;
  readonly agent: string | null;
  readonly urgency: Urgency;
  readonly channel: Channel;
  readonly responseType: ResponseType;
  readonly amount: number | null;
  readonly metadata: JsonObject | null;
  readonly contextImages: readonly string[];
  readonly minAssurance: Exclude<Assurance, 'api'>;
  readonly requireReasonOnDeny: boolean;
  readonly callbackUrl: string | null;
  readonly enforce: boolean;
  /** Who was to be asked, and for how long. What became of it is in `state`. */
  readonly plan: Plan;
}

/** A decision as it is stored. */
export interface StoredDecision extends Request {
  readonly id: string;
  readonly workspaceId: string;
  readonly apiKeyId: string;
  readonly createdAt: Date;
  readonly policyVersion: PolicyVersion | null;
  /** How many changes it has seen. */
  readonly revision: number;
  readonly state: DecisionState;
  readonly answers: readonly Answer[];
  readonly attachments: readonly Attachment[];
  /** What was said when people were asked in place of others, by assignment. */
  readonly notes: Readonly<Record<string, string>>;
  /** Why it was cancelled, or what the policy's rule says. */
  readonly reason: string | null;
  readonly erasedAt: Date | null;
}

/** A decision at one moment, with what follows from its state: what pages, messages and replies show. */
export interface Decision extends StoredDecision {
  readonly options: readonly Verdict[];
  readonly contentHash: string;
  readonly status: Status;
  /** The first approver of the open step. */
  readonly approver: string;
  readonly backupApprover: string | null;
  readonly expiresAt: Date | null;
  readonly escalatedAt: Date | null;
  readonly executeAt: Date | null;
  readonly dueAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly resolvedBy: string | null;
  readonly resolvedVia: string | null;
  readonly assurance: Assurance | null;
  readonly responseNotes: string | null;
  readonly responseData: ResponseData | null;
  /** The files that came with the answer that completed it. */
  readonly responseFiles: readonly Attachment[];
  readonly autoResolved: boolean;
  readonly cancelled: boolean;
}

/** The decision as it is at this moment, whether or not a worker has noticed what time has changed. */
export const decisionAt = (stored: StoredDecision, now: Date): Decision =>
  withOutcome({ ...stored, state: stateAt(stored.state, now.getTime()) });

/** The decision with what follows from its state. */
export function withOutcome(stored: StoredDecision): Decision {
  const { state, answers, plan } = stored;
  const { resolution } = state;
  const answer = resolution && answers.find(({ id }) => id === resolution.answerId);
  const escalations = state.steps.flatMap(({ escalatedAt }) => escalatedAt ?? []);
  return {
    ...stored,
    ...{ options: state.options, contentHash: state.contentHash, status: state.status },
    ...{ approver: approverOf(state), backupApprover: plan.steps[0]?.backups[0] ?? null },
    ...{ expiresAt: dateOf(expiryOf(state)), escalatedAt: dateOf(escalations.at(-1) ?? null) },
    ...{ executeAt: dateOf(state.executeAt), dueAt: dateOf(state.dueAt), resolvedAt: dateOf(resolution?.at ?? null) },
    ...{ resolvedBy: resolution?.by ?? null, resolvedVia: resolution?.via ?? null },
    assurance: resolution?.assurance ?? null,
    responseNotes: answer ? answer.notes : stored.reason,
    ...{ responseData: answer ? dataOf(answer) : null, responseFiles: answer?.files ?? [] },
    ...{ autoResolved: resolution?.via === 'policy', cancelled: resolution?.via === 'cancel' },
  };
}

function approverOf({ assignments, step }: DecisionState): string {
  const people = assignments.filter((one) => one.step === step && !one.isBackup);
  return (people.find(({ status }) => status !== 'delegated') ?? people[0])?.approver ?? '';
}

/**
 * The last deadline of the step. Where the backups get as long again as the approvers had, it moves there when they are
 * asked, as `api.md` has it.
 */
export function expiryOf({ steps, step }: Pick<DecisionState, 'steps' | 'step'>): number | null {
  const current = steps[step];
  if (!current) return null;
  const { escalatesAt, escalateAfterMs, expiresAt, isExtended } = current;
  return escalatesAt !== null && escalateAfterMs === null && !isExtended ? escalatesAt : expiresAt;
}

/** How far the open step is: how many have approved, and how many must. */
export const progressOf = ({ state }: Pick<StoredDecision, 'state'>) => ({
  step: state.step,
  steps: state.steps.length,
  need: state.steps[state.step]?.need ?? 1,
  approvals: countApprovals(state, state.step),
});

/** What was filled in, with the files that came with it. */
export function dataOf({ data, files }: Pick<Answer, 'data' | 'files'>): ResponseData | null {
  if (files.length === 0) return data;
  return { ...data, uploaded_files: files.map(shownFile) };
}

const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at));
