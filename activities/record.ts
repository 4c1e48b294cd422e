import type { Outcome } from '../contract/decision';
import type { Clock } from '../platform/clock';
import type { Metrics } from '../platform/metrics';
import type { Db } from '../store/db';
import { type Recorded, record } from '../store/record';

export function createRecord({ db, clock, metrics }: { db: Db; clock: Clock; metrics: Metrics }) {
  return {
    /** Moves the read model forward; see `store/record.ts`. A local activity: it runs inside the workflow task. */
    async record(asked: Outcome): Promise<Recorded> {
      const { moved, ...recorded } = await record(db, asked, clock());
      if (moved) metrics.count(moved.decision, moved.answered);
      return recorded;
    },
  };
}
