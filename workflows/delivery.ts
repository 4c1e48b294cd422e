import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import { deliveryWorkflowIdOf, TASK_QUEUES } from './names';

const OPTIONS = { taskQueue: TASK_QUEUES.callbacks, startToCloseTimeout: '30 seconds' } as const;
/** The documented attempts: at once, at once again, 5 s and 30 s after that. The activity itself names the gaps. */
const FIRST_ATTEMPTS = 3;
const { callback } = wf.proxyActivities<Activities>({ ...OPTIONS, retry: { maximumAttempts: FIRST_ATTEMPTS } });
const { callback: callbackForDays } = wf.proxyActivities<Activities>(OPTIONS);

/** Delivers, and hands over to a `delivery` workflow if the documented attempts fail, so that no outcome waits for it. */
export async function deliver(deliveryId: string): Promise<void> {
  try {
    await callback(deliveryId, 0);
  } catch (error) {
    if (isFinal(error)) return;
    const options = { workflowId: deliveryWorkflowIdOf(deliveryId), parentClosePolicy: 'ABANDON' } as const;
    await wf.startChild(delivery, { ...options, args: [deliveryId, { isFirst: false }] }); // awaited, or it would never start
  }
}

/** One delivery that goes on for days. `isFirst`: it begins with the documented attempts. */
export async function delivery(deliveryId: string, { isFirst }: { readonly isFirst: boolean }): Promise<void> {
  if (!isFirst) await wf.sleep('5 minutes'); // the gap after the documented attempts
  await callbackForDays(deliveryId, isFirst ? 0 : FIRST_ATTEMPTS).catch(() => undefined);
}

/** Whether no further attempt is to follow. */
const isFinal = (error: unknown): boolean =>
  error instanceof wf.ActivityFailure &&
  error.cause instanceof wf.ApplicationFailure &&
  error.cause.nonRetryable === true;
