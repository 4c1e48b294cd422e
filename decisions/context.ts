import type { Tier } from '../accounts/tiers';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import type { Storage } from '../platform/storage';
import type { ChangeListener } from '../store/change-listener';
import type { Db } from '../store/db';
import type { TransitionDeps } from '../store/transition';
import type { Temporal } from '../temporal/client';
import type { Waker } from '../temporal/wake';

/** What the operations on decisions work with; each entrance hands it in. */
export interface Context {
  readonly db: Db;
  readonly transitions: TransitionDeps;
  readonly waker: Waker;
  readonly temporal: Temporal;
  readonly changes: ChangeListener;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tier: Tier;
  /** Where approvers' links and files' URLs lead, without a slash at the end. */
  readonly publicUrl: string;
}
