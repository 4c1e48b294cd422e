import { invalid } from '../contract/errors';
import { faultsInTimeout, planOf } from '../contract/plan';
import type { CreateRequest } from '../contract/requests';
import type { Fault } from '../domain/fault';
import { matchPolicies } from '../domain/policy/match';
import { faultsInRouting, route } from '../domain/policy/route';
import type { PolicyMatch } from '../domain/policy/rule';
import type { Policies } from '../store/policies';

/** A request as its policies leave it, and the rule that it matched. */
export interface MatchedRequest {
  readonly request: CreateRequest;
  /** Null: no rule matched, and a person decides. */
  readonly match: PolicyMatch | null;
}

/**
 * Finds the first rule that a request matches in these policies, by id in their order, and lets it change whom to ask.
 * Throws VALIDATION_ERROR, naming the rule, if the two do not go together.
 */
export async function matchRequest(
  policies: Policies,
  ids: readonly string[],
  request: CreateRequest,
): Promise<MatchedRequest> {
  const approvers = request.plan.steps.flatMap((step) => step.approvers);
  const match = ids.length === 0 ? null : matchPolicies(await policies(ids), { ...request, approvers });
  return { request: routeRequest(request, match), match };
}

/** The request as this rule leaves it. Throws VALIDATION_ERROR, naming the rule, if the two do not go together. */
export function routeRequest(request: CreateRequest, match: PolicyMatch | null): CreateRequest {
  if (match === null) return request;
  const routed = route(request, match.rule);
  if (routed === request) return request;
  const plan = routedPlan(routed, match);
  const faults = [...faultsInRouting(routed, match.rule), ...faultsInSilence(plan, routed, match)];
  if (faults.length > 0) throw invalid(...faults);
  return { ...routed, plan };
}

const faultsInSilence = (plan: CreateRequest['plan'], routed: CreateRequest, { rule }: PolicyMatch): readonly Fault[] =>
  [...faultsInTimeout(plan, routed)].map(({ path, message }) => ({
    path: path.join('.'),
    message: `${message} (policy rule "${rule.name}")`,
  }));

/** A rule's approver replaces everyone who was named; its backup stands in for the people of a single step. */
function routedPlan(routed: CreateRequest, { rule }: PolicyMatch): CreateRequest['plan'] {
  const { approvers, need, deny, steps, ...rest } = routed;
  if (rule.then.approver !== undefined) return planOf(rest);
  if (steps) return routed.plan;
  return planOf(approvers ? { ...rest, approver: undefined, approvers, need, deny } : { ...rest, need, deny });
}
