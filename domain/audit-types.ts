/** The types of audit events. */
export const AUDIT_TYPES = [
  'decision.created',
  'decision.extended',
  'decision.escalated',
  'decision.resolved',
  'decision.expired',
  'decision.due',
  'step.opened',
  'step.passed',
  'policy.matched',
  'policy.changed',
  'approver.notified',
  'approver.notify_failed',
  'approver.unreachable',
  'approver.reminded',
  'approver.added',
  'approver.reassigned',
  'approver.delegated',
  'link.fetched',
  'link.opened',
  'link.revoked',
  'answer.received',
  'answer.counted',
  'answer.refused',
  'answer.disputed',
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

/** Who can cause an audit event. */
export const ACTOR_TYPES = ['api_key', 'approver', 'policy', 'system', 'member'] as const;
export type ActorType = (typeof ACTOR_TYPES)[number];
