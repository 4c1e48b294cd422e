import type { Assurance } from '../assurance';
import type { Channel } from '../channel';
import type { JsonObject } from '../json';
import type { Urgency } from '../urgency';

export const OUTCOMES = ['approve', 'deny', 'ask'] as const;
/** What a rule leads to: approval or denial without asking anyone, or asking a person. */
export type PolicyOutcome = (typeof OUTCOMES)[number];

/** One rule of a policy: when every condition in `when` holds, `then` applies. An empty `when` always holds. */
export interface Rule {
  readonly name: string;
  readonly when: Conditions;
  readonly then: Consequence;
}

/** A condition that is left out always holds; of a list, one value has to match. */
export interface Conditions {
  readonly keywords?: readonly string[] | undefined;
  readonly urgency?: readonly Urgency[] | undefined;
  readonly amount?: AmountLimits | undefined;
  readonly approver?: readonly string[] | undefined;
  readonly channel?: readonly Channel[] | undefined;
  /** By dotted path: the value that the field must have, or a list of such values. */
  readonly metadata?: JsonObject | undefined;
}

export interface AmountLimits {
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
}

/** All but `outcome` and `reason` go with the outcome `ask`. */
export interface Consequence {
  readonly outcome: PolicyOutcome;
  readonly reason?: string | undefined;
  readonly approver?: string | undefined;
  readonly backup_approver?: string | undefined;
  readonly escalate_after_minutes?: number | undefined;
  readonly channel?: Channel | undefined;
  readonly min_assurance?: Exclude<Assurance, 'api'> | undefined;
}

/** Where a rule comes from: the policy of a key or of the workspace, and its version. */
export interface PolicySource {
  readonly scope: 'key' | 'workspace';
  readonly version: number;
}

/** The rules of a key or of a workspace. */
export interface Policy extends PolicySource {
  readonly rules: readonly Rule[];
}

/** The rule that a decision matched. */
export interface PolicyMatch extends PolicySource {
  readonly rule: Rule;
}

/** The same by name, as a decision keeps it. */
export interface PolicyVersion extends PolicySource {
  readonly rule: string;
}

/** What the rule leads to; without one, a person is asked. */
export const outcomeOf = (rule: Rule | null): PolicyOutcome => rule?.then.outcome ?? 'ask';
