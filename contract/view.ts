import { shownFile } from '../domain/files';
import type { Attachment, Decision } from './model';
import type { DecisionReply } from './replies/decision';
import { iso } from './times';

/**
 * Whether the agent may act: only what was approved as proposed, and a scheduled action from its time on.
 * A modified decision is not the action that was asked about (catalogue, C6).
 */
export function isPermitted({ status, executeAt }: Decision, now: Date): boolean {
  return status === 'approved' || (status === 'scheduled' && executeAt !== null && executeAt <= now);
}

/** The agent's files as every reply shows them. */
export const shownAttachments = (files: readonly Attachment[]) =>
  files.map((file) => ({ id: file.id, ...shownFile(file) }));

/** The decision as every reply shows it: null where empty, never absent. `enforce` only where it was asked for. */
export function viewOf(decision: Decision, now: Date): DecisionReply {
  return {
    id: decision.id,
    action: decision.action,
    context: decision.context,
    agent: decision.agent,
    approver: decision.approver,
    backup_approver: decision.backupApprover,
    urgency: decision.urgency,
    channel: decision.channel,
    options: decision.options,
    response_type: decision.responseType,
    context_images: decision.contextImages,
    attachments: shownAttachments(decision.attachments),
    amount: decision.amount,
    metadata: decision.metadata,
    callback_url: decision.callbackUrl,
    min_assurance: decision.minAssurance,
    require_reason_on_deny: decision.requireReasonOnDeny,
    status: decision.status,
    created_at: decision.createdAt.toISOString(),
    expires_at: iso(decision.expiresAt),
    escalated_at: iso(decision.escalatedAt),
    execute_at: iso(decision.executeAt),
    resolved_at: iso(decision.resolvedAt),
    resolved_by: decision.resolvedBy,
    resolved_via: decision.resolvedVia,
    assurance: decision.assurance,
    response_notes: decision.responseNotes,
    response_data: decision.responseData,
    auto_resolved: decision.autoResolved,
    cancelled: decision.cancelled,
    policy_version: decision.policyVersion,
    ...(decision.enforce ? { enforce: true, action_permitted: isPermitted(decision, now) } : {}),
  };
}
export type DecisionView = DecisionReply;
