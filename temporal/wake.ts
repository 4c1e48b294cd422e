import {
  type Client,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowIdReusePolicy,
} from '@temporalio/client';
import { expiryOf, type StoredDecision } from '../domain/decision';
import type { Logger } from '../platform/log';
import type { changed, decision } from '../workflows/decision';
import { TASK_QUEUES, workflowIdOf } from '../workflows/names';
import { createSearchAttributes } from './search-attributes';

/** What waking a workflow needs to know of its decision: ids and times. */
export type Wakeable = Pick<StoredDecision, 'id' | 'workspaceId' | 'apiKeyId' | 'urgency' | 'state'>;

/** Has a decision's workflow look at it. In the background, no request waits for that, and what fails is left to `reconcile`. */
export interface Waker {
  /** Starts the workflow of a new decision, in the background. In a burst of requests, their replies come first. */
  start(decision: Wakeable): void;
  /** Signals the workflow, or starts it if there is none, in the background. `note`: what happened, for operators. */
  wake(decision: Wakeable, note: string): void;
  /** The same, but resolves once Temporal has taken it. */
  wakeNow(decision: Wakeable, reuse?: WorkflowIdReusePolicy): Promise<void>;
  /** Waits for everything that is under way. */
  drain(): Promise<void>;
}

const REUSE = 'ALLOW_DUPLICATE_FAILED_ONLY';
const CALL_MS = 10_000;
/** Wakes that Temporal gets at once. With more, each takes longer, until they miss their deadlines. */
const AT_ONCE = 32;
/** Wakes that may wait for their turn; a burst beyond them is left to `reconcile`. */
const CAPACITY = 2_000;
/** A burst has ended when this long has passed since its last request, in milliseconds. */
const QUIET_MS = 100;
/** Nothing waits longer for the end of a burst, in milliseconds. */
const LONGEST_DELAY_MS = 2_000;
const INVALID_ARGUMENT = 3;

interface Wake {
  readonly woken: Wakeable;
  /** Null for a start. */
  readonly note: string | null;
}

export function createWaker(client: Client, log: Logger): Waker {
  const waiting: Wake[] = [];
  const deferred: Wake[] = [];
  const lanes = new Set<Promise<void>>();
  let running = 0; // counted apart: a lane that has ended stays in the set for a moment
  let lastDeferred = Number.NEGATIVE_INFINITY;
  let burst: { readonly since: number; readonly timer: NodeJS.Timeout } | null = null;
  const attributes = createSearchAttributes(client, log);

  /** A workflow that has completed does not look again. One that was terminated, or failed, continues in a new run. */
  const call = async ({ woken, note }: Wake, reuse: WorkflowIdReusePolicy): Promise<void> => {
    const typedSearchAttributes = await attributes.of({ ...woken, deadline: expiryOf(woken.state) });
    const options = {
      workflowId: workflowIdOf(woken.id),
      taskQueue: TASK_QUEUES.decisions,
      workflowIdReusePolicy: reuse,
      args: [woken.id] as [string],
      ...(typedSearchAttributes ? { typedSearchAttributes } : {}),
    };
    const signal = 'changed' satisfies (typeof changed)['name'];
    const startOrSignal = () =>
      note === null
        ? client.workflow.start<typeof decision>('decision', options)
        : client.workflow.signalWithStart<typeof decision, [string?]>('decision', {
            ...options,
            signal,
            signalArgs: [note],
          });
    try {
      await client.withDeadline<unknown>(Date.now() + CALL_MS, startOrSignal);
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return;
      if (!typedSearchAttributes || !isInvalidArgument(error)) throw error;
      attributes.suspend(error);
      return call({ woken, note }, reuse);
    }
  };

  /** After a failure, Temporal may be unavailable: what waits is left to `reconcile`, so that `drain` ends soon. */
  const runLane = async (): Promise<void> => {
    running += 1;
    for (let next = waiting.shift(); next; next = waiting.shift())
      try {
        await call(next, REUSE);
      } catch (error) {
        const left = waiting.splice(0).length;
        log.warn({ err: error, decision_id: next.woken.id, left }, 'workflow not woken: left to reconcile');
      }
    running -= 1;
  };

  const startLanes = (): void => {
    for (let idle = Math.min(AT_ONCE - running, waiting.length); idle > 0; idle -= 1) {
      const lane: Promise<void> = runLane().finally(() => lanes.delete(lane));
      lanes.add(lane);
    }
  };

  const endBurst = (): void => {
    clearTimeout(burst?.timer);
    burst = null;
    waiting.push(...deferred.splice(0));
    startLanes();
  };

  return {
    wakeNow: (woken, reuse = REUSE) => call({ woken, note: '' }, reuse),
    wake: (woken, note) => {
      if (waiting.length >= CAPACITY) return;
      waiting.push({ woken, note });
      startLanes();
    },
    start: (woken) => {
      if (waiting.length + deferred.length >= CAPACITY) return;
      deferred.push({ woken, note: null });
      const at = performance.now();
      const isBurst = at - lastDeferred < QUIET_MS;
      lastDeferred = at;
      if (!isBurst) return endBurst();
      clearTimeout(burst?.timer);
      const since = burst?.since ?? at;
      burst = { since, timer: setTimeout(endBurst, Math.min(QUIET_MS, since + LONGEST_DELAY_MS - at)) };
    },
    drain: async () => {
      endBurst();
      while (lanes.size > 0) await Promise.all(lanes);
    },
  };
}

function isInvalidArgument(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return isGrpcServiceError(cause) && cause.code === INVALID_ARGUMENT;
}
