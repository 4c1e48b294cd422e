import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Outcome, Snapshot } from '../domain/snapshot';
import { Effects } from './effects';
import { describeWait } from './wait-text';
import { Alarm, isLong } from './waiting';

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
  const lookAgain = () => {
    changes += 1;
  };
  const alarm = new Alarm(lookAgain);
  wf.setHandler(outcome, () => snapshot?.outcome ?? null);
  wf.setHandler(changed, lookAgain);
  // Cancelling in Temporal's UI takes the question back; nothing below can be cut short.
  wf.CancellationScope.current().cancelRequested.catch(() => {
    isCancelled = true;
    lookAgain();
  });
  return wf.CancellationScope.nonCancellable(async () => {
    for (;;) {
      const seen = changes; // before looking, so that everything that comes from here on makes it look again
      snapshot = await advance(id, isCancelled);
      const { isOver, wakeAt } = snapshot;
      effects.start(snapshot.effects);
      alarm.set(wakeAt, snapshot.waitMs);
      wf.setCurrentDetails(describeWait(snapshot));
      await wf.condition(() => changes !== seen || (isOver ? effects.areTold : isLong(effects)));
      if (isOver && changes === seen) return snapshot.outcome;
      // The new run looks at once, so it misses no change; only a cancellation would be lost.
      if (!isOver && isLong(effects) && !isCancelled) await wf.continueAsNew<typeof decision>(id, effects.left);
    }
  });
}
