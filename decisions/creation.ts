import type { AuditType } from '../contract/audit';
import type { DecisionEvent } from '../contract/decision';
import type { Decision } from '../contract/model';
import type { CreateRequest } from '../contract/requests';
import type { PolicyMatch } from '../domain/policy/rule';
import { outcomeOf } from '../domain/policy/rule';
import { POLICY } from '../policies/apply-match';
import { type Actor, type AuditEntry, byKey } from '../store/audit';

/** What is told when a decision is made, or null. One that is resolved already needs nobody to show it to an approver. */
export function firstEventOf({ autoResolved, callbackUrl, channel }: Decision): DecisionEvent | null {
  if (autoResolved) return callbackUrl === null ? null : 'decision.resolved';
  return channel === 'webhook' ? 'decision.created' : null;
}

/** That it was asked for, and how; the rule that it met; and the outcome where that rule gave one. */
export function auditOf(request: CreateRequest, decision: Decision, match: PolicyMatch | null): readonly AuditEntry[] {
  const { id: decisionId, createdAt: at, apiKeyId, status, policyVersion } = decision;
  const entry = (type: AuditType, actor: Actor, data: AuditEntry['data']) => ({ type, at, actor, decisionId, data });
  const { approver, channel, urgency } = request;
  const created = entry('decision.created', byKey(apiKeyId), {
    approver,
    channel,
    urgency,
    content_hash: decision.contentHash,
  });
  if (match === null) return [created];
  const outcome = outcomeOf(match.rule);
  const matched = entry('policy.matched', BY_POLICY, { ...policyVersion, outcome });
  if (outcome === 'ask') return [created, matched];
  return [created, matched, entry('decision.resolved', BY_POLICY, { status, verdict: outcome, via: POLICY })];
}

const BY_POLICY: Actor = { type: 'policy', id: POLICY, assurance: null };
