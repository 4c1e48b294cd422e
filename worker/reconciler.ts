import { reconcile } from '../decisions/reconcile';
import type { Logger } from '../platform/log';
import type { Db } from '../store/db';
import type { Waker } from '../temporal/wake';

/** A change is behind for a few seconds at most, however it got lost. */
const EVERY_MS = 5_000;

/** Runs `reconcile` every few seconds, one run after the other, until it is stopped. */
export function startReconciler(
  context: { readonly db: Db; readonly waker: Waker },
  log: Logger,
): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const run = async (): Promise<void> => {
    await reconcile(context).catch((error: unknown) => log.warn({ err: error }, 'not reconciled'));
  };
  const timer = setInterval(() => {
    running = running.then(run);
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
