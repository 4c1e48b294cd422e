import type { Snapshot } from '../domain/snapshot';

/** What Temporal's UI shows an operator about a decision, in plain words. */
export function describeWait({ outcome: { status }, isOver, wakeAt, waitingFor }: Snapshot): string {
  if (isOver) return `Over: ${status}.`;
  const until = wakeAt === null ? '' : ` until ${new Date(wakeAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  if (status === 'scheduled') return `Approved and scheduled: waiting${until}, then the agent is told.`;
  const { step, steps, approvals, isEscalated } = waitingFor;
  const where = steps > 1 ? `Step ${step + 1} of ${steps}: waiting` : 'Waiting';
  const what = approvals === 1 ? 'an approval' : `${approvals} more approvals`;
  return `${where} for ${what}${until}${isEscalated ? '; the backups have been asked' : ''}.`;
}
