import type { Decision } from '../contract/model';
import { createBackground } from '../platform/background';
import { createBunch } from '../platform/bunch';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/log';
import type { Db } from '../store/db';
import { markStarted } from '../store/decisions';
import type { Temporal } from './temporal';

/**
 * Starts workflows for decisions that are safely kept. What it cannot start, `reconcile` does.
 * Its promises resolve when the workflow is started, or after 500 ms: the start then goes on by itself. They never reject.
 */
export interface Starter {
  start(decision: Decision): Promise<void>;
  /** Starts the delivery of a decision that has no workflow of its own. */
  deliver(deliveryId: string): Promise<void>;
  /** Waits for the starts that are under way, and their marks. */
  drain(): Promise<void>;
}

const PATIENCE_MS = 500;
/** Starts that may wait or run at once; a burst beyond them is left to `reconcile`. */
const CAPACITY = 2_000;

export function createStarter({
  db,
  temporal,
  clock,
  log,
}: {
  db: Db;
  temporal: Temporal;
  clock: Clock;
  log: Logger;
}): Starter {
  const running = createBackground();
  const started = createBunch<string>(
    (ids) => markStarted(db, ids, clock()),
    (error) => log.warn({ err: error }, 'starts not marked'),
  );
  const begin = async (decision: Decision): Promise<void> => {
    await temporal.start(decision);
    started.add(decision.id);
  };
  const attempt = async (subject: object, work: () => Promise<void>): Promise<void> => {
    if (running.size >= CAPACITY) return;
    const start = work().catch((error: unknown) =>
      log.warn({ err: error, ...subject }, 'workflow not started: left to reconcile'),
    );
    running.add(start);
    await within(PATIENCE_MS, start);
  };

  return {
    start: (decision) => attempt({ decision_id: decision.id }, () => begin(decision)),
    deliver: (id) => attempt({ delivery_id: id }, () => temporal.ensureDelivery(id)),
    drain: async () => {
      await running.drain();
      await started.flush();
    },
  };
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
