import { statusOf } from './decision';
import { type Detail, invalid } from './errors';
import { type Decision, rankOf } from './model';
import type { PolicyMatch, PolicyOutcome, Rule } from './policy';
import type { CreateRequest } from './requests';

/** How the audit and `resolved_by` name whoever decides without a person. */
export const POLICY = 'policy';

/** What becomes of a decision that met this rule; a person is asked where it met none. */
export const outcomeOf = (rule: Rule | null): PolicyOutcome => rule?.then.outcome ?? 'ask';

/**
 * The request with what the rule says of whom to ask, and how. Certainty is only ever raised.
 * Throws VALIDATION_ERROR, naming the rule, where the two don't go together.
 */
export function routed(request: CreateRequest, match: PolicyMatch | null): CreateRequest {
  if (match === null || outcomeOf(match.rule) !== 'ask') return request;
  const { approver, backup_approver, escalate_after_minutes, channel, min_assurance = 'link' } = match.rule.then;
  const asked: CreateRequest = {
    ...request,
    approver: approver ?? request.approver,
    backup_approver: backup_approver ?? request.backup_approver,
    escalate_after_minutes: escalate_after_minutes ?? request.escalate_after_minutes,
    channel: channel ?? request.channel,
    min_assurance: rankOf(min_assurance) > rankOf(request.min_assurance) ? min_assurance : request.min_assurance,
  };
  const faults = [...faultsIn(asked, `policy rule "${match.rule.name}"`)];
  if (faults.length > 0) throw invalid(...faults);
  return asked;
}

function* faultsIn(asked: CreateRequest, rule: string): Generator<Detail> {
  const { timeout_minutes: timeout, escalate_after_minutes: after } = asked;
  if (asked.channel === 'webhook' && asked.callback_url === null)
    yield { path: 'callback_url', message: `is needed: ${rule} asks over channel webhook` };
  if (after !== null && asked.backup_approver === null)
    yield { path: 'backup_approver', message: `is needed: ${rule} escalates after ${after} minutes, and names nobody` };
  if (after !== null && timeout !== null && after >= timeout)
    yield { path: 'timeout_minutes', message: `must be more than ${after}: ${rule} escalates after so many minutes` };
}

/** The decision with the rule that it met, and resolved at once where that rule asks nobody. */
export function ruled(decision: Decision, match: PolicyMatch | null): Decision {
  if (match === null) return decision;
  const { scope, version, rule } = match;
  const met = { ...decision, policyVersion: { scope, version, rule: rule.name } };
  const outcome = outcomeOf(rule);
  if (outcome === 'ask') return met;
  return {
    ...met,
    status: statusOf(outcome, null),
    resolvedAt: decision.createdAt,
    resolvedBy: POLICY,
    resolvedVia: POLICY,
    responseNotes: rule.then.reason ?? null,
    autoResolved: true,
  };
}
