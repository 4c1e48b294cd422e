import { createCallback } from '../activities/callback';
import { createNotify } from '../activities/notify';
import { createReconciliation } from '../activities/reconcile';
import { createRecord } from '../activities/record';
import { createShowOutcome } from '../activities/show-outcome';
import { createUpkeep } from '../activities/upkeep';
import type { Channels } from '../channels/channel';
import { endedByHand } from '../decisions/ended-by-hand';
import type { Temporal } from '../decisions/temporal';
import type { Clock } from '../platform/clock';
import type { GuardedFetch } from '../platform/guarded-fetch';
import type { Metrics } from '../platform/metrics';
import type { Secrets } from '../platform/secrets';
import type { Storage } from '../platform/storage';
import type { Db } from '../store/db';
import { markStarted } from '../store/decisions';

export interface WorkerDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly metrics: Metrics;
  readonly channels: Channels;
  readonly fetch: GuardedFetch;
  readonly temporal: Temporal;
  readonly publicUrl: string;
  readonly retentionDays: number | undefined;
  readonly storage: Storage;
}

/** Every activity with what it needs, by the task queue that it belongs to. */
export function activitiesOf(deps: WorkerDeps) {
  const { db, clock, temporal } = deps;
  return {
    decisions: {
      ...createRecord(deps),
      ...createUpkeep(deps),
      ...createReconciliation({
        ...deps,
        start: async (decision) => {
          await temporal.start(decision);
          await markStarted(db, [decision.id], clock());
        },
        resend: temporal.signal,
        endedByHand: (since) => endedByHand(temporal.client, since),
        ensureDelivery: temporal.ensureDelivery,
      }),
    },
    notify: { ...createNotify(deps), ...createShowOutcome(deps) },
    callbacks: createCallback(deps),
  };
}
