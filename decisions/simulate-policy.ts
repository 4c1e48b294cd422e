import type { PolicyOutcome, Rule } from '../contract/policy';
import { outcomeOf } from '../contract/policy-effect';
import { matchPolicy } from '../contract/policy-match';
import { lastAsked } from '../store/asked';
import { currentPolicies, type PolicyScope } from '../store/policies';
import type { Context } from './context';

/** What other rules would have made of decisions that were asked for already. */
export interface Simulation {
  readonly evaluated: number;
  readonly changed: readonly Change[];
  readonly totals: Readonly<Record<PolicyOutcome, number>>;
}
interface Change {
  readonly decision_id: string;
  readonly action: string;
  /** What policy did then. */
  readonly was: PolicyOutcome;
  readonly would_be: PolicyOutcome;
  /** The rule that would be met; null: none, and a person is asked. */
  readonly rule: string | null;
}

/**
 * Tries rules in place of a scope's own, the other scopes' as they are now, on the last decisions of the workspace, or of
 * the scope's key. Changes nothing.
 */
export async function simulatePolicy(
  { db }: Pick<Context, 'db'>,
  scope: PolicyScope,
  { rules, last }: { readonly rules: readonly Rule[]; readonly last: number },
): Promise<Simulation> {
  const current = await currentPolicies(db, scope.workspaceId);
  const rulesOf = new Map(current.map((policy) => [policy.apiKeyId, policy.rules])).set(scope.apiKeyId, rules);
  const totals = { approve: 0, deny: 0, ask: 0 };
  const changed: Change[] = [];
  let evaluated = 0;
  for await (const { id, apiKeyId, was, ...facts } of lastAsked(db, scope, last)) {
    const rule = matchPolicy([...(rulesOf.get(apiKeyId) ?? []), ...(rulesOf.get(null) ?? [])], facts);
    const would_be = outcomeOf(rule);
    evaluated += 1;
    totals[would_be] += 1;
    if (would_be !== was)
      changed.push({ decision_id: id, action: facts.action, was, would_be, rule: rule?.name ?? null });
  }
  return { evaluated, changed, totals };
}
