/** Every kind of step that the audit has. */
export const AUDIT_TYPES = [
  'decision.created',
  'decision.escalated',
  'decision.resolved',
  'decision.expired',
  'decision.due',
  'policy.matched',
  'policy.changed',
  'approver.notified',
  'approver.notify_failed',
  'approver.unreachable',
  'link.opened',
  'answer.received',
  'answer.refused',
  'interaction.refused',
  'delivery.attempted',
  'delivery.failed',
  'attachment.added',
  'key.created',
  'key.changed',
  'key.rotated',
  'key.revoked',
  'slack.installed',
  'slack.disabled',
  'subject.erased',
] as const;
export type AuditType = (typeof AUDIT_TYPES)[number];

/** Who did a step. */
export const ACTOR_TYPES = ['api_key', 'approver', 'policy', 'system', 'member'] as const;
