import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Outcome, Snapshot } from '../domain/snapshot';
import { Effects } from './effects';
import { describeWait } from './wait-text';
import { isLong, wait } from './waiting';

const { advance } = wf.proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  localRetryThreshold: '3 seconds', // while PostgreSQL is down, let go of the workflow task and come back by timer
  retry: { maximumInterval: '1 minute' },
});

/** "Look again". Its argument is a note for operators and is never read. */
export const changed = wf.defineSignal<[string?]>('changed');
export const outcome = wf.defineQuery<Outcome | null>('outcome');

/**
 * Makes happen what PostgreSQL says must happen for one decision, until it is over. Its result is the outcome. It is
 * level-triggered: whatever woke it, it looks at the current state. `started`: the effects of an earlier run.
 */
export async function decision(id: string, started: readonly string[] = []): Promise<Outcome> {
  const effects = new Effects(id, started);
  let snapshot: Snapshot | null = null;
  let changes = 0;
  let isCancelled = false;
  wf.setHandler(outcome, () => snapshot?.outcome ?? null);
  wf.setHandler(changed, () => {
    changes += 1;
  });
  // Cancelling in Temporal's UI takes the question back; nothing below can be cut short.
  wf.CancellationScope.current().cancelRequested.catch(() => {
    isCancelled = true;
    changes += 1;
  });
  return wf.CancellationScope.nonCancellable(async () => {
    for (;;) {
      const seen = changes; // before looking, so that everything that comes from here on makes it look again
      const hasChanged = () => changes !== seen;
      snapshot = await advance(id, isCancelled);
      effects.start(snapshot.effects);
      wf.setCurrentDetails(describeWait(snapshot, Date.now()));
      if (snapshot.isOver) {
        await wf.condition(() => hasChanged() || effects.areTold);
        if (!hasChanged()) return snapshot.outcome;
      } else {
        await wait(() => hasChanged() || isLong(effects), snapshot.waitMs);
        // The new run looks at once, so it misses no change; only a cancellation would be lost.
        if (isLong(effects) && !isCancelled) await wf.continueAsNew<typeof decision>(id, effects.left);
      }
    }
  });
}
