import { statusOf } from '../contract/decision';
import type { Decision } from '../contract/model';
import { outcomeOf, type PolicyMatch } from '../domain/policy/rule';

/** How `resolved_by` and the audit name the author of a decision that no person made. */
export const POLICY = 'policy';

/** The new decision with the rule that it matched; already resolved if that rule asks nobody. */
export function applyMatch(decision: Decision, match: PolicyMatch | null): Decision {
  if (match === null) return decision;
  const { scope, version, rule } = match;
  const matched = { ...decision, policyVersion: { scope, version, rule: rule.name } };
  const outcome = outcomeOf(rule);
  if (outcome === 'ask') return matched;
  return {
    ...matched,
    status: statusOf(outcome, null),
    resolvedAt: decision.createdAt,
    resolvedBy: POLICY,
    resolvedVia: POLICY,
    responseNotes: rule.then.reason ?? null,
    autoResolved: true,
  };
}
