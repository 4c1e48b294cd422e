import type { Request } from '../domain/decision';
import type { Attachment } from '../domain/files';
import type { Plan } from '../domain/model';
import type { TraceItem } from '../domain/trace';
import { canonicalHash } from '../platform/canonical-hash';

const MINUTE = 60_000;

/** What `contentOf` reads. */
export type Shown = Omit<Request, 'plan'> & {
  readonly id: string;
  readonly createdAt: Date;
  readonly plan: Omit<Plan, 'contentHash'>;
  readonly attachments: readonly Attachment[];
};

/**
 * Everything an approver is shown that does not change by itself: the text of the request, who was to be asked and for
 * how long, what may be answered, the trace, and each file by its SHA-256. Only an added file changes it. Its status is
 * not part of it, nor is what only the agent sees (`channel`, `callback_url`, `enforce`).
 */
export function contentOf(shown: Shown, trace: readonly TraceItem[]) {
  const { plan } = shown;
  const [first] = plan.steps;
  return {
    id: shown.id,
    created_at: shown.createdAt.toISOString(),
    action: shown.action,
    context: shown.context,
    agent: shown.agent,
    approver: first?.approvers[0] ?? null,
    backup_approver: first?.backups[0] ?? null,
    steps: plan.steps.map(({ name, approvers, need, deny, backups, timeoutMs, escalateAfterMs }) => ({
      ...{ name, approvers, need, deny, backup_approvers: backups },
      ...{ timeout_minutes: minutesIn(timeoutMs), escalate_after_minutes: minutesIn(escalateAfterMs) },
    })),
    on_timeout: plan.onTimeout,
    urgency: shown.urgency,
    options: plan.options,
    response_type: shown.responseType,
    min_assurance: shown.minAssurance,
    require_reason_on_deny: shown.requireReasonOnDeny,
    amount: shown.amount,
    metadata: shown.metadata,
    trace,
    context_images: shown.contextImages,
    attachments: shown.attachments.map(({ name, type, size, sha256 }) => ({ name, type, size, sha256 })),
  };
}

/** The content hash: SHA-256 in hex of the content as canonical JSON (RFC 8785). */
export const contentHashOf = (shown: Shown, trace: readonly TraceItem[]): string =>
  canonicalHash(contentOf(shown, trace));

const minutesIn = (ms: number | null): number | null => (ms === null ? null : ms / MINUTE);
