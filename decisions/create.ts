import { requireAllowedApprovers } from '../accounts/approvers';
import type { Quota } from '../accounts/quota';
import type { Channels } from '../channels/channel';
import { firstExpiry } from '../contract/ladder';
import type { Decision } from '../contract/model';
import type { CreateRequest } from '../contract/requests';
import { type DecisionView, viewOf } from '../contract/view';
import { newId } from '../platform/ids';
import { applyMatch } from '../policies/apply-match';
import { matchRequest } from '../policies/match-request';
import { contentHashOf } from '../store/content';
import { insertDecision } from '../store/decisions';
import { insertDelivery } from '../store/deliveries';
import { type Claimed, keepReply } from '../store/idempotency';
import type { ApiKey, KeyInUse } from '../store/keys';
import type { Policies } from '../store/policies';
import type { Sql } from '../store/sql';
import { withBackup } from './backup';
import { requireChannel } from './channel';
import type { Context } from './context';
import { auditOf, firstEventOf } from './creation';
import type { OpenLimit } from './open-limit';
import type { Starter } from './start';

/** What the caller gets at once; where a policy resolved it, the whole decision. */
export type Created = Pick<DecisionView, 'id' | 'status' | 'expires_at' | 'created_at'> | DecisionView;

export interface CreateContext extends Context {
  readonly starter: Starter;
  readonly openLimit: OpenLimit;
  readonly quota: Quota | null;
  readonly policies: Policies;
  readonly channels: Channels;
}

/**
 * Keeps a new decision and starts its workflow. Once it is kept it will be started, whatever happens next. One that a
 * rule of the policy resolves is over at once: nobody is asked, and no workflow is started.
 * `claim`: the request's Idempotency-Key, whose reply is kept in the same transaction.
 */
export async function create(
  context: CreateContext,
  key: KeyInUse,
  asked: CreateRequest,
  claim: Claimed | null,
): Promise<Created> {
  const { db, clock, metrics, starter, openLimit, quota, policies } = context;
  const request = withBackup(key, asked);
  const { request: routed, match } = await matchRequest(policies, key.policyIds, request);
  const decision = applyMatch(decisionOf(key, routed, clock()), match);
  if (!decision.autoResolved) await requireChannel(context, decision);
  await requireAllowedApprovers(context, key, [decision.approver, decision.backupApprover]);
  if (!decision.autoResolved) await openLimit(key.id);
  const created = replyOf(decision);
  const event = firstEventOf(decision);
  const keep = async (sql: Sql): Promise<string | null> => {
    await quota?.(sql, key.workspaceId, decision.createdAt);
    if (claim) await keepReply(sql, claim, 201, JSON.stringify(created));
    await insertDecision(sql, decision, auditOf(request, decision, match), request.trace);
    return event && insertDelivery(sql, decision, event, null, decision.createdAt);
  };
  const deliveryId = await (claim || quota || event ? db.begin(keep) : keep(db.sql)); // one statement needs no more
  if (decision.autoResolved) {
    metrics.count(decision, false);
    if (deliveryId) await starter.deliver(deliveryId);
  } else await starter.start(decision);
  return created;
}

function replyOf(decision: Decision): Created {
  const view = viewOf(decision, decision.createdAt);
  const { id, status, expires_at, created_at } = view;
  return decision.autoResolved ? view : { id, status, expires_at, created_at };
}

function decisionOf(key: ApiKey, request: CreateRequest, createdAt: Date): Decision {
  const asked = {
    approver: request.approver,
    backupApprover: request.backup_approver,
    createdAt,
    timeoutMinutes: request.timeout_minutes,
    escalateAfterMinutes: request.escalate_after_minutes,
  };
  const decision: Decision = {
    ...asked,
    id: newId(),
    workspaceId: key.workspaceId,
    apiKeyId: key.id,
    action: request.action,
    context: request.context,
    agent: request.agent,
    urgency: request.urgency,
    channel: request.channel,
    options: request.options,
    responseType: request.response_type,
    amount: request.amount,
    metadata: request.metadata,
    contextImages: request.context_images,
    attachments: [],
    minAssurance: request.min_assurance,
    requireReasonOnDeny: request.require_reason_on_deny,
    contentHash: '',
    callbackUrl: request.callback_url,
    enforce: request.enforce,
    status: 'pending',
    expiresAt: firstExpiry(asked),
    escalatedAt: null,
    executeAt: null,
    dueAt: null,
    resolvedAt: null,
    resolvedBy: null,
    resolvedVia: null,
    assurance: null,
    responseNotes: null,
    responseData: null,
    cancelled: false,
    autoResolved: false,
    policyVersion: null,
    erasedAt: null,
  };
  return { ...decision, contentHash: contentHashOf(decision, request.trace) };
}
