/** The vocabulary of one decision. Times are milliseconds since the epoch, durations milliseconds; null: no limit. */
import type { Assurance } from './assurance';
import type { Status } from './status';
import type { Verdict } from './verdict';

export const STEP_STATUSES = ['waiting', 'open', 'approved', 'denied', 'modified', 'expired', 'cancelled'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

export const ASSIGNMENT_STATUSES = [
  ...(['waiting', 'asked', 'approved', 'denied', 'modified'] as const),
  ...(['delegated', 'withdrawn', 'expired'] as const),
] as const;
export type AssignmentStatus = (typeof ASSIGNMENT_STATUSES)[number];

export const DENY_RULES = ['veto', 'majority'] as const;
/** `veto`: the first denial ends the decision. `majority`: it ends when the quorum can no longer be reached. */
export type DenyRule = (typeof DENY_RULES)[number];

export const TIMEOUT_RULES = ['expire', 'deny', 'approve'] as const;
/** What happens when the last deadline of the open step passes. */
export type TimeoutRule = (typeof TIMEOUT_RULES)[number];

/** One step as it was asked for. */
export interface StepPlan {
  readonly name: string | null;
  readonly approvers: readonly string[];
  /** Asked when the step escalates. */
  readonly backups: readonly string[];
  /** How many people must approve. */
  readonly need: number;
  readonly deny: DenyRule;
  /** From the opening of the step. */
  readonly timeoutMs: number | null;
  /** From the opening of the step. Null with backups: at the timeout, and the backups get as long again. */
  readonly escalateAfterMs: number | null;
}

/** How a decision is to be made: one step after the other. */
export interface Plan {
  readonly options: readonly Verdict[];
  readonly steps: readonly StepPlan[];
  readonly onTimeout: TimeoutRule;
  /** SHA-256 of everything an approver is shown. */
  readonly contentHash: string;
}

/** A step of a decision. Its deadlines are absolute once it is open, so that no outage moves them. */
export interface Step extends Omit<StepPlan, 'approvers' | 'backups'> {
  readonly status: StepStatus;
  readonly openedAt: number | null;
  /** When the backups are asked; null: never, or they have been asked. */
  readonly escalatesAt: number | null;
  readonly escalatedAt: number | null;
  /** The last deadline. */
  readonly expiresAt: number | null;
  /** Whether someone moved the last deadline. */
  readonly isExtended: boolean;
}

/** One person asked in one step. */
export interface Assignment {
  /** Unique within the decision. */
  readonly id: string;
  readonly step: number;
  /** The person's address, as given. */
  readonly approver: string;
  readonly isBackup: boolean;
  readonly status: AssignmentStatus;
  readonly askedAt: number | null;
  /** When a message reached this person. Only noted where silence may approve. */
  readonly notifiedAt: number | null;
  readonly remindedAt: number | null;
  readonly answeredAt: number | null;
  /** The time that the person chose for the action. */
  readonly executeAt: number | null;
  readonly delegatedTo: string | null;
}

/** How the decision was resolved, and by whom. */
export interface Resolution {
  readonly at: number;
  /** An address, the name of an API key, or `policy`, `timeout`, `temporal`. */
  readonly by: string;
  /** The entrance: `page`, `slack`, `api`, `cancel`, `timeout`, `policy`. */
  readonly via: string;
  readonly assurance: Assurance | null;
  readonly answerId: string | null;
}

/** Everything the rules need to know about a decision. */
export interface DecisionState {
  readonly version: 1;
  readonly status: Status;
  readonly options: readonly Verdict[];
  readonly onTimeout: TimeoutRule;
  readonly contentHash: string;
  readonly steps: readonly Step[];
  /** The index of the step that is open, or was last. */
  readonly step: number;
  readonly assignments: readonly Assignment[];
  readonly executeAt: number | null;
  /** Since when the scheduled time has come: from then on it is too late to cancel. */
  readonly dueAt: number | null;
  readonly resolution: Resolution | null;
  /** How many events led here: the number of the next one. */
  readonly sequence: number;
}

/** Who answers, through which entrance, and how sure that is. */
export interface AnswerOrigin {
  readonly by: string;
  readonly via: string;
  readonly assurance: Assurance | null;
}

/** What someone, or time, does to a decision, and when. */
export type Command = { readonly at: number } & (
  | ({
      readonly kind: 'answer';
      readonly answerId: string;
      readonly assignmentId: string;
      readonly verdict: Verdict;
      readonly executeAt: number | null;
      /** The content that the answer was made for; null: not known, as over the API. */
      readonly contentHash: string | null;
    } & AnswerOrigin)
  | { readonly kind: 'clock' }
  | { readonly kind: 'cancel'; readonly by: string }
  | { readonly kind: 'reassign'; readonly from: string; readonly to: string }
  | { readonly kind: 'delegate'; readonly assignmentId: string; readonly to: string }
  | { readonly kind: 'add'; readonly step: number | null; readonly approver: string }
  | { readonly kind: 'extend'; readonly until: number }
  | { readonly kind: 'extend'; readonly byMs: number }
  | { readonly kind: 'remind'; readonly approver: string | null }
  | { readonly kind: 'attach'; readonly contentHash: string }
  | { readonly kind: 'notified'; readonly assignmentIds: readonly string[] }
);
export type CommandOf<Kind extends Command['kind']> = Extract<Command, { readonly kind: Kind }>;

/** Why a command changes nothing. */
export type Refusal =
  | 'ALREADY_RESOLVED'
  | 'EXPIRED'
  | 'ALREADY_ANSWERED'
  | 'ALREADY_ASKED'
  | 'NOT_AN_APPROVER'
  | 'NO_DEADLINE'
  | 'NOT_LATER'
  | 'TOO_FAR'
  | 'CONTENT_CHANGED'
  | 'OPTION_UNKNOWN'
  | 'STEP_UNKNOWN'
  | 'TOO_MANY_APPROVERS'
  | 'REMINDED_RECENTLY';

/** What followed from a command: everything to tell or to do, and enough to derive the state. */
export type DecisionEvent = { readonly at: number } & (
  | { readonly kind: 'stepOpened' | 'stepPassed' | 'escalated'; readonly step: number }
  | { readonly kind: 'asked' | 'withdrawn'; readonly assignmentId: string }
  | {
      readonly kind: 'assigned';
      readonly cause: 'added' | 'reassigned' | 'delegated';
      readonly assignment: Assignment;
      readonly from: string | null;
    }
  | ({
      readonly kind: 'counted';
      readonly answerId: string;
      readonly assignmentId: string;
      readonly verdict: Verdict;
      readonly executeAt: number | null;
    } & AnswerOrigin)
  | { readonly kind: 'reminded' | 'notified'; readonly assignmentIds: readonly string[] }
  | { readonly kind: 'extended'; readonly until: number }
  | { readonly kind: 'attached'; readonly contentHash: string }
  | {
      readonly kind: 'resolved';
      readonly status: 'approved' | 'denied' | 'modified' | 'scheduled';
      readonly executeAt: number | null;
      readonly resolution: Resolution;
    }
  | { readonly kind: 'expired' | 'due' }
);
export type EventOf<Kind extends DecisionEvent['kind']> = Extract<DecisionEvent, { readonly kind: Kind }>;
