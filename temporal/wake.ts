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
/** Wakes that may be under way; a burst beyond them is left to `reconcile`. */
const CAPACITY = 2_000;
const INVALID_ARGUMENT = 3;

export function createWaker(client: Client, log: Logger): Waker {
  const underWay = new Set<Promise<void>>();
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

  return {
    now,
    later: (woken, note) => {
      if (underWay.size >= CAPACITY) return;
      const wake: Promise<void> = now(woken, undefined, note)
        .catch((error: unknown) =>
          log.warn({ err: error, decision_id: woken.id }, 'workflow not woken: left to reconcile'),
        )
        .finally(() => underWay.delete(wake));
      underWay.add(wake);
    },
    drain: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function isInvalidArgument(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return isGrpcServiceError(cause) && cause.code === INVALID_ARGUMENT;
}
