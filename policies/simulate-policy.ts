import { matchPolicy } from '../domain/policy/match';
import { outcomeOf, type PolicyOutcome, type Rule } from '../domain/policy/rule';
import type { Db } from '../store/db';
import { latestRequests } from '../store/decision-requests';
import { currentPolicies, type PolicyScope } from '../store/policies';

/** What other rules would have made of past decisions. */
export interface Simulation {
  readonly evaluated: number;
  readonly changed: readonly Change[];
  readonly totals: Readonly<Record<PolicyOutcome, number>>;
}
interface Change {
  readonly decision_id: string;
  readonly action: string;
  /** What the policy did at the time. */
  readonly was: PolicyOutcome;
  readonly would_be: PolicyOutcome;
  /** The rule that would match; null: none, so that a person is asked. */
  readonly rule: string | null;
}

/**
 * Tries rules in place of a scope's own on the last decisions of the workspace, or of the scope's key. The rules of other
 * scopes are taken as they are now. Changes nothing.
 */
export async function simulatePolicy(
  db: Db,
  scope: PolicyScope,
  { rules, last }: { readonly rules: readonly Rule[]; readonly last: number },
): Promise<Simulation> {
  const current = await currentPolicies(db, scope.workspaceId);
  const rulesOf = new Map(current.map((policy) => [policy.apiKeyId, policy.rules])).set(scope.apiKeyId, rules);
  const totals = { approve: 0, deny: 0, ask: 0 };
  const changed: Change[] = [];
  let evaluated = 0;
  for await (const { id, apiKeyId, was, ...facts } of latestRequests(db, scope, last)) {
    const rule = matchPolicy([...(rulesOf.get(apiKeyId) ?? []), ...(rulesOf.get(null) ?? [])], facts);
    const would_be = outcomeOf(rule);
    evaluated += 1;
    totals[would_be] += 1;
    if (would_be !== was)
      changed.push({ decision_id: id, action: facts.action, was, would_be, rule: rule?.name ?? null });
  }
  return { evaluated, changed, totals };
}
