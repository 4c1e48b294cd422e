import type { Decision } from '../contract/model';
import type { TraceItem } from '../domain/trace';
import { canonicalHash } from '../platform/canonical-hash';

/**
 * All that an approver is shown, and nothing that changes by itself: the words of the request, who is asked and for how
 * long, what may be answered, the trace, and each file by its SHA-256. Only an added file changes it. Where it stands
 * is no part of it, nor is what only the agent's side sees (`channel`, `callback_url`, `enforce`).
 */
export function contentOf(decision: Decision, trace: readonly TraceItem[]) {
  return {
    id: decision.id,
    created_at: decision.createdAt.toISOString(),
    action: decision.action,
    context: decision.context,
    agent: decision.agent,
    approver: decision.approver,
    backup_approver: decision.backupApprover,
    urgency: decision.urgency,
    timeout_minutes: decision.timeoutMinutes,
    escalate_after_minutes: decision.escalateAfterMinutes,
    options: decision.options,
    response_type: decision.responseType,
    min_assurance: decision.minAssurance,
    require_reason_on_deny: decision.requireReasonOnDeny,
    amount: decision.amount,
    metadata: decision.metadata,
    trace,
    context_images: decision.contextImages,
    attachments: decision.attachments.map(({ name, type, size, sha256 }) => ({ name, type, size, sha256 })),
  };
}

/** What `contentHash` of this decision is: the SHA-256, in hex, of its content in canonical JSON (RFC 8785). */
export function contentHashOf(decision: Decision, trace: readonly TraceItem[]): string {
  return canonicalHash(contentOf(decision, trace));
}
