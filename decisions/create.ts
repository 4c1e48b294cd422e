import type { Quota } from '../accounts/quota';
import { firstExpiry } from '../contract/ladder';
import type { Decision } from '../contract/model';
import type { CreateRequest } from '../contract/requests';
import { newId } from '../platform/ids';
import { contentHashOf } from '../store/content';
import { insertDecision } from '../store/decisions';
import { insertDelivery } from '../store/deliveries';
import { type Claimed, keepReply } from '../store/idempotency';
import type { ApiKey } from '../store/keys';
import type { Sql } from '../store/sql';
import type { Context } from './context';
import type { OpenLimit } from './open-limit';
import type { Starter } from './start';

/** What the caller gets at once. */
export interface Created {
  readonly id: string;
  readonly status: 'pending';
  readonly expires_at: string | null;
  readonly created_at: string;
}

/**
 * Keeps a new decision and starts its workflow. Once it is kept it will be started, whatever happens next.
 * `claim`: the request's Idempotency-Key, whose reply is kept in the same transaction.
 */
export async function create(
  context: Context & { readonly starter: Starter; readonly openLimit: OpenLimit; readonly quota: Quota | null },
  key: ApiKey,
  request: CreateRequest,
  claim: Claimed | null,
): Promise<Created> {
  const { db, clock, starter, openLimit, quota } = context;
  await openLimit(key.id);
  const decision = decisionOf(key, request, clock());
  const created: Created = {
    id: decision.id,
    status: 'pending',
    expires_at: decision.expiresAt?.toISOString() ?? null,
    created_at: decision.createdAt.toISOString(),
  };
  const actor = { type: 'api_key', id: key.id, assurance: null } as const;
  const { approver, channel, urgency, contentHash } = decision;
  const data = { approver, channel, urgency, content_hash: contentHash };
  const audit = [{ type: 'decision.created', at: decision.createdAt, actor, decisionId: decision.id, data }] as const;
  const keep = async (sql: Sql): Promise<void> => {
    await quota?.(sql, key.workspaceId, decision.createdAt);
    if (claim) await keepReply(sql, claim, 201, JSON.stringify(created));
    await insertDecision(sql, decision, audit, request.trace);
    if (decision.channel === 'webhook')
      await insertDelivery(sql, decision, 'decision.created', null, decision.createdAt);
  };
  await (claim || quota || decision.channel === 'webhook' ? db.begin(keep) : keep(db.sql)); // one statement needs no more
  await starter.start(decision);
  return created;
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
