import type { Tier } from '../accounts/tiers';
import type { Background } from '../platform/background';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import type { Changes } from '../store/changes';
import type { Db } from '../store/db';
import type { Temporal } from './temporal';

/** What the operations on decisions work with; each entrance hands it in. */
export interface Context {
  readonly db: Db;
  readonly temporal: Temporal;
  readonly changes: Changes;
  readonly background: Background;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tier: Tier;
}
