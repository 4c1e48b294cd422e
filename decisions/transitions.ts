import { isOpen } from '../domain/status';
import type { Metrics } from '../platform/metrics';
import type { Secrets } from '../platform/secrets';
import type { Db } from '../store/db';
import type { Happened, TransitionDeps } from '../store/transition';
import { createDescribe } from './describe';

/** Everything that changes decisions in a process shares these: how links are hashed, and what changes mean to others. */
export function createTransitions({
  db,
  secrets,
  metrics,
  publicUrl,
}: {
  readonly db: Db;
  readonly secrets: Secrets;
  readonly metrics: Metrics;
  readonly publicUrl: string;
}): TransitionDeps {
  return {
    db,
    hashLink: (decisionId, assignmentId) => secrets.hashToken(secrets.linkToken(decisionId, assignmentId)),
    describe: createDescribe({ publicUrl }),
    changed: (happened) => {
      for (const one of happened) countStatus(metrics, one);
    },
  };
}

/** Counts each decision that comes to a status. */
function countStatus(metrics: Metrics, { event, decision }: Happened): void {
  if (event.kind !== 'resolved' && event.kind !== 'expired' && event.kind !== 'escalated') return;
  metrics.count(decision, !isOpen(decision.status) && decision.state.resolution?.answerId != null);
}
