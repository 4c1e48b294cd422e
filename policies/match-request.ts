import { invalid } from '../contract/errors';
import type { CreateRequest } from '../contract/requests';
import { type Facts, matchPolicies } from '../domain/policy/match';
import { faultsInRouting, type Routing, route } from '../domain/policy/route';
import type { PolicyMatch } from '../domain/policy/rule';
import type { Policies } from '../store/policies';

/** A request as its policies leave it, and the rule that it matched. */
export interface MatchedRequest<Request> {
  readonly request: Request;
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
): Promise<MatchedRequest<CreateRequest>> {
  const match = matchPolicies(await policies(ids), request);
  return { request: routeRequest(request, match), match };
}

/** The request as this rule leaves it. Throws VALIDATION_ERROR, naming the rule, if the two do not go together. */
export function routeRequest<Request extends Facts & Routing>(request: Request, match: PolicyMatch | null): Request {
  if (match === null) return request;
  const routed = route(request, match.rule);
  const faults = routed === request ? [] : faultsInRouting(routed, match.rule);
  if (faults.length > 0) throw invalid(...faults);
  return routed;
}
