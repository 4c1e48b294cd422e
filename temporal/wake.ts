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

/** Has a decision's workflow look again. If there is none, it is started. */
export interface Waker {
  /** In the background: no request waits for it, and what fails is left to `reconcile`. `note` is for operators. */
  later(decision: Wakeable, note?: string): void;
  /** Resolves once Temporal has taken it. */
  now(decision: Wakeable, reuse?: WorkflowIdReusePolicy, note?: string): Promise<void>;
  /** Waits for everything that is under way. */
  drain(): Promise<void>;
}

const CALL_MS = 10_000;
/** Wakes that Temporal gets at once. With more, each takes longer, until they miss their deadlines. */
const AT_ONCE = 32;
/** Wakes that may wait for their turn; a burst beyond them is left to `reconcile`. */
const CAPACITY = 2_000;
const INVALID_ARGUMENT = 3;

export function createWaker(client: Client, log: Logger): Waker {
  const waiting: { readonly woken: Wakeable; readonly note: string | undefined }[] = [];
  const lanes = new Set<Promise<void>>();
  let running = 0; // counted apart: a lane that has ended stays in the set for a moment
  const attributes = createSearchAttributes(client, log);

  /** A workflow that has completed does not look again. One that was terminated, or failed, continues in a new run. */
  const now: Waker['now'] = async (woken, reuse = 'ALLOW_DUPLICATE_FAILED_ONLY', note = '') => {
    const typedSearchAttributes = await attributes.of({ ...woken, deadline: expiryOf(woken.state) });
    const start = () =>
      client.workflow.signalWithStart<typeof decision, [string?]>('decision', {
        workflowId: workflowIdOf(woken.id),
        taskQueue: TASK_QUEUES.decisions,
        workflowIdReusePolicy: reuse,
        args: [woken.id],
        signal: 'changed' satisfies (typeof changed)['name'],
        signalArgs: [note],
        ...(typedSearchAttributes ? { typedSearchAttributes } : {}),
      });
    try {
      await client.withDeadline(Date.now() + CALL_MS, start);
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return;
      if (!typedSearchAttributes || !isInvalidArgument(error)) throw error;
      attributes.suspend(error);
      return now(woken, reuse, note);
    }
  };

  /** After a failure, Temporal may be away: what waits is left to `reconcile`, so that `drain` ends soon. */
  const runLane = async (): Promise<void> => {
    running += 1;
    for (let next = waiting.shift(); next; next = waiting.shift())
      try {
        await now(next.woken, undefined, next.note);
      } catch (error) {
        const left = waiting.splice(0).length;
        log.warn({ err: error, decision_id: next.woken.id, left }, 'workflow not woken: left to reconcile');
      }
    running -= 1;
  };

  return {
    now,
    later: (woken, note) => {
      if (waiting.length >= CAPACITY) return;
      waiting.push({ woken, note });
      if (running >= AT_ONCE) return;
      const lane: Promise<void> = runLane().finally(() => lanes.delete(lane));
      lanes.add(lane);
    },
    drain: async () => {
      while (lanes.size > 0) await Promise.all(lanes);
    },
  };
}

function isInvalidArgument(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return isGrpcServiceError(cause) && cause.code === INVALID_ARGUMENT;
}
