import { createAdvance } from '../activities/advance';
import { createCallback } from '../activities/callback';
import { createMaintenance } from '../activities/maintenance';
import { createNotify } from '../activities/notify';
import { createUpdateMessages } from '../activities/update-messages';
import type { Channels } from '../channels/channel';
import { replyOf } from '../decisions/reply';
import type { Clock } from '../platform/clock';
import type { GuardedFetch } from '../platform/guarded-fetch';
import type { Metrics } from '../platform/metrics';
import type { Secrets } from '../platform/secrets';
import type { Storage } from '../platform/storage';
import type { Db } from '../store/db';
import type { TransitionDeps } from '../store/transition';
import type { Temporal } from '../temporal/client';
import { findTerminated } from '../temporal/terminated';
import type { Waker } from '../temporal/wake';

export interface WorkerDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly metrics: Metrics;
  readonly channels: Channels;
  readonly fetch: GuardedFetch;
  readonly temporal: Temporal;
  readonly waker: Waker;
  readonly transitions: TransitionDeps;
  readonly publicUrl: string;
  readonly retentionDays: number | undefined;
  readonly storage: Storage;
}

/** Every activity with what it needs, by its task queue. */
export function activitiesOf(deps: WorkerDeps) {
  const maintenance = createMaintenance({
    ...deps,
    replyOf: replyOf(deps),
    findTerminated: (since) => findTerminated(deps.temporal.client, since),
    wake: (decision) => deps.waker.wakeNow(decision),
  });
  return {
    decisions: { ...createAdvance(deps), ...createNotify(deps), ...createUpdateMessages(deps), ...maintenance },
    callbacks: createCallback(deps),
  };
}
