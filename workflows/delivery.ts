import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import { deliveryWorkflowId, TASK_QUEUES } from '../contract/workflow-names';

/**
 * The documented tries: at once, at once again, 5 s and 30 s after that. The second is made inside the activity's first
 * attempt, for Temporal takes a delay of zero for "don't retry".
 */
const { callback } = wf.proxyActivities<Activities>({
  taskQueue: TASK_QUEUES.callbacks,
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 6, maximumAttempts: 3 },
});
const { callback: callbackOnce } = wf.proxyActivities<Activities>({
  taskQueue: TASK_QUEUES.callbacks,
  startToCloseTimeout: '30 seconds',
  retry: { maximumAttempts: 1 },
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The gaps after the documented tries (`api.md`), in milliseconds; after the last one the delivery has failed. */
export const LONG_GAPS = [5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/** Delivers, and hands over to a `delivery` workflow where the documented tries fail. Never throws: no outcome hangs on it. */
export async function deliver(deliveryId: string): Promise<void> {
  if (await isSettled(callback(deliveryId, LONG_GAPS[0] ?? null))) return;
  await wf
    .startChild(delivery, {
      workflowId: deliveryWorkflowId(deliveryId),
      args: [deliveryId, { skipFirst: true }],
      parentClosePolicy: 'ABANDON',
    })
    .catch(() => undefined); // one is at work on it already
}

/** One delivery that goes on for days: the documented tries, unless they were made already, then the long gaps. */
export async function delivery(deliveryId: string, { skipFirst }: { skipFirst: boolean }): Promise<void> {
  if (!skipFirst && (await isSettled(callback(deliveryId, LONG_GAPS[0] ?? null)))) return;
  for (const [index, gap] of LONG_GAPS.entries()) {
    await wf.sleep(gap);
    if (await isSettled(callbackOnce(deliveryId, LONG_GAPS[index + 1] ?? null))) return;
  }
}

/** Whether the try ended the delivery: it arrived, or the receiver is gone for good. */
async function isSettled(attempt: Promise<void>): Promise<boolean> {
  return attempt.then(
    () => true,
    (error: unknown) =>
      error instanceof wf.ActivityFailure &&
      error.cause instanceof wf.ApplicationFailure &&
      error.cause.nonRetryable === true,
  );
}
