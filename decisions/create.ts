import { requireAllowedApprovers } from '../accounts/approvers';
import type { Quota } from '../accounts/quota';
import { HandoverError, invalid } from '../contract/errors';
import { planOf } from '../contract/plan';
import type { DecisionReply } from '../contract/replies/decision';
import type { CreateRequest } from '../contract/requests';
import { viewOf } from '../contract/view';
import { rankOf, strongestOver } from '../domain/assurance';
import type { AuditType } from '../domain/audit-types';
import { begin, beginResolved, type Changed } from '../domain/decide';
import type { Decision } from '../domain/decision';
import type { Plan } from '../domain/model';
import { isSamePerson } from '../domain/person';
import { outcomeOf, type PolicyMatch } from '../domain/policy/rule';
import { newId } from '../platform/ids';
import { matchRequest } from '../policies/match-request';
import { type Actor, type AuditEntry, byKey, SYSTEM } from '../store/audit';
import { insertDecision } from '../store/create';
import type { Claimed } from '../store/idempotency';
import type { ApiKey, KeyInUse } from '../store/keys';
import type { Policies } from '../store/policies';
import type { Described, Happened } from '../store/transition';
import { contentHashOf } from './content';
import type { Context } from './context';
import { isNotifying, publicEvent, publicEventsOf } from './describe';
import type { OpenLimit } from './open-limit';

/** What the caller gets at once: the whole decision if a policy resolved it. */
export type Created = Pick<DecisionReply, 'id' | 'status' | 'expires_at' | 'created_at'> | DecisionReply;

export interface CreateContext extends Context {
  readonly openLimit: OpenLimit;
  readonly quota: Quota | null;
  readonly policies: Policies;
  /** Why this workspace cannot notify people over this channel now; null if it can. */
  channelFault(workspaceId: string, channel: string): Promise<string | null>;
}

const MINUTE = 60_000;

/**
 * Creates a decision. Once it is stored, its question will be asked, whatever crashes: nothing here waits for Temporal.
 * A decision that a policy's rule resolves is over at once, and nobody is asked. `claim`: the request's Idempotency-Key.
 */
export async function create(
  context: CreateContext,
  key: KeyInUse,
  asked: CreateRequest,
  claim: Claimed | null,
): Promise<Created> {
  const { request, match } = await matchRequest(context.policies, key.policyIds, withBackup(key, asked));
  const { outcome, ...fields } = newDecision(key, request, match);
  if (outcome === 'ask') await requireAskable(context, key, request);
  await requireAllowedApprovers(context, key, peopleIn(request));
  const at = key.now;
  const given = {
    ...{ plan: fields.decision.plan, begun: begunAs(fields.decision.plan, outcome, at) },
    reply: claim && { claim, status: 201, body: (decision: Decision) => JSON.stringify(replyOf(context, decision)) },
  };
  const describe = describeCreation(context, { request: asked, match });
  const { db, quota, transitions, metrics, waker } = context;
  const decision = await (quota
    ? db.begin(async (sql, prepared) => {
        await quota(sql, key.workspaceId, new Date(at));
        return insertDecision(transitions, prepared, { ...fields, ...given, describe });
      })
    : insertDecision(transitions, db.prepared, { ...fields, ...given, describe }));
  if (decision.autoResolved) metrics.count(decision, false);
  if (!decision.autoResolved || decision.callbackUrl !== null) waker.start(decision);
  return replyOf(context, decision);
}

function replyOf(context: Context, decision: Decision): Created {
  const view = viewOf(decision, decision.createdAt, context);
  const { id, status, expires_at, created_at } = view;
  return decision.autoResolved ? view : { id, status, expires_at, created_at };
}

/** The request with the key's backup if it names none, unless that person is asked already. An escalation needs one. */
function withBackup({ backupApprover }: ApiKey, request: CreateRequest): CreateRequest {
  if (request.steps) return request;
  const isAsked = request.plan.steps[0]?.approvers.some((one) => isSamePerson(one, backupApprover));
  const backup_approver = request.backup_approver ?? (isAsked ? null : backupApprover);
  if (request.escalate_after_minutes !== null && backup_approver === null)
    throw invalid({
      path: 'escalate_after_minutes',
      message: 'requires backup_approver: there is nobody to escalate to',
    });
  const { approver, approvers, ...rest } = request;
  return {
    ...request,
    backup_approver,
    plan: planOf({ ...rest, backup_approver, ...(approvers ? { approvers } : { approver }) }),
  };
}

/** Whom this server would have to ask, over a channel and with an assurance that it must be able to offer. */
async function requireAskable(
  context: CreateContext,
  key: KeyInUse,
  { channel, min_assurance: required }: CreateRequest,
): Promise<void> {
  const reason = await context.channelFault(key.workspaceId, channel);
  if (reason) throw new HandoverError('UNSUPPORTED_CHANNEL', { reason: `channel ${channel} ${reason}` });
  const offered = strongestOver(channel);
  if (rankOf(required) > rankOf(offered)) {
    const message = `can't be ${required} with channel ${channel}: its answers have at most ${offered}, so nobody could answer`;
    throw invalid({ path: 'min_assurance', message });
  }
  await context.openLimit(key.id);
}

const peopleIn = ({ plan: { steps } }: CreateRequest) => ({
  approvers: steps.flatMap((step) => step.approvers),
  backups: steps.flatMap((step) => step.backup_approvers),
});

/** The new decision, and what the policy makes of it. */
function newDecision(key: KeyInUse, request: CreateRequest, match: PolicyMatch | null) {
  const { trace } = request;
  const content = {
    id: newId(),
    createdAt: new Date(key.now),
    action: request.action,
    context: request.context,
    agent: request.agent,
    urgency: request.urgency,
    channel: request.channel,
    responseType: request.response_type,
    amount: request.amount,
    metadata: request.metadata,
    contextImages: request.context_images,
    minAssurance: request.min_assurance,
    requireReasonOnDeny: request.require_reason_on_deny,
    callbackUrl: request.callback_url,
    enforce: request.enforce,
  };
  const plan = planFor(request);
  const contentHash = contentHashOf({ ...content, plan, attachments: [] }, trace);
  const decision = {
    ...content,
    ...{ workspaceId: key.workspaceId, apiKeyId: key.id, plan: { ...plan, contentHash } },
    policyVersion: match && { scope: match.scope, version: match.version, rule: match.rule.name },
    reason: (match && outcomeOf(match.rule) !== 'ask' && match.rule.then.reason) || null,
  };
  return { decision, trace, outcome: outcomeOf(match?.rule ?? null) };
}

function planFor({ plan, options }: CreateRequest): Omit<Plan, 'contentHash'> {
  const ms = (minutes: number | null) => (minutes === null ? null : Math.round(minutes * MINUTE));
  return {
    ...{ options, onTimeout: plan.on_timeout },
    steps: plan.steps.map(({ timeout_minutes, escalate_after_minutes, backup_approvers, ...step }) => ({
      ...{ ...step, backups: backup_approvers },
      ...{ timeoutMs: ms(timeout_minutes), escalateAfterMs: ms(escalate_after_minutes) },
    })),
  };
}

/** How `resolved_by` and the audit name the author of a decision that no person made. */
const POLICY = 'policy';

function begunAs(plan: Plan, outcome: ReturnType<typeof outcomeOf>, at: number): Changed {
  if (outcome === 'ask') return begin(plan, at);
  const cause = { by: POLICY, via: POLICY, assurance: null, answerId: null };
  return beginResolved(plan, outcome === 'approve' ? 'approved' : 'denied', cause, at);
}

const BY_POLICY: Actor = { type: 'policy', id: POLICY, assurance: null };

/** What creating a decision means to the audit and to receivers. */
const describeCreation =
  (context: Context, { request, match }: { request: CreateRequest; match: PolicyMatch | null }) =>
  (happened: readonly Happened[], decision: Decision): Described => {
    const { id: decisionId, createdAt: at, apiKeyId, policyVersion, plan, channel, callbackUrl } = decision;
    const entry = (type: AuditType, actor: Actor, data: AuditEntry['data']): AuditEntry => ({
      type,
      at,
      actor,
      decisionId,
      data,
    });
    const outcome = outcomeOf(match?.rule ?? null);
    const created = entry('decision.created', byKey(apiKeyId), {
      approver: request.approver,
      approvers: request.plan.steps.flatMap(({ approvers }) => approvers),
      ...{ channel: request.channel, urgency: request.urgency, content_hash: plan.contentHash },
    });
    const matched = match ? [entry('policy.matched', BY_POLICY, { ...policyVersion, outcome })] : [];
    const { status } = decision;
    const resolved =
      outcome === 'ask'
        ? []
        : [entry('decision.resolved', BY_POLICY, { status, answer_id: null, verdict: outcome, via: POLICY })];
    const steps =
      plan.steps.length > 1 && outcome === 'ask'
        ? [entry('step.opened', SYSTEM, { step: 0, approvers: plan.steps[0]?.approvers ?? [] })]
        : [];
    const isShownElsewhere = channel === 'webhook' && outcome === 'ask' && callbackUrl !== null;
    const begun = happened.at(-1);
    return {
      audit: [created, ...matched, ...resolved, ...steps],
      events:
        isShownElsewhere && begun
          ? [publicEvent('decision.created', begun.decision, at.getTime(), context)]
          : publicEventsOf(happened, context),
      isNotifying: isNotifying(decision),
    };
  };
