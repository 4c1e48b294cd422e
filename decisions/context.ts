import type { Tier } from '../accounts/tiers';
import type { Background } from '../platform/background';
import type { Bunch } from '../platform/bunch';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import type { AnswerKey } from '../store/answers';
import type { Changes } from '../store/changes';
import type { Db } from '../store/db';
import type { Temporal } from './temporal';

/** What the operations on decisions work with; each entrance hands it in. */
export interface Context {
  readonly db: Db;
  readonly temporal: Temporal;
  readonly changes: Changes;
  readonly background: Background;
  /** Taken answers that Temporal has confirmed, to be noted: `reconcile` need not send them again. */
  readonly confirmed: Bunch<AnswerKey>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tier: Tier;
}
