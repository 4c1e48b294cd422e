import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import { HAND_OVER } from '../domain/snapshot';
import { deliveryWorkflowIdOf, TASK_QUEUES } from './names';

const { callback } = wf.proxyActivities<Activities>({
  taskQueue: TASK_QUEUES.callbacks,
  startToCloseTimeout: '30 seconds',
  retry: { maximumInterval: '30 seconds' }, // while PostgreSQL is down; the gap after an attempt is the activity's own
});

/** Delivers, and hands over to a `delivery` workflow before the first long gap, so that no outcome waits for it. */
export async function deliver(deliveryId: string): Promise<void> {
  try {
    await callback(deliveryId, { earlier: 0, isPatient: false });
  } catch (error) {
    if (!isHandOver(error)) return;
    const options = { workflowId: deliveryWorkflowIdOf(deliveryId), parentClosePolicy: 'ABANDON' } as const;
    await wf.startChild(delivery, { ...options, args: [deliveryId, { earlier: 0, waits: true }] }); // awaited, or it would never start
  }
}

/**
 * One delivery that goes on for days. `waits`: it continues after the first long gap. `earlier`: how many attempts were
 * made before someone asked for it to be sent again.
 */
export async function delivery(
  deliveryId: string,
  { earlier, waits }: { readonly earlier: number; readonly waits: boolean },
): Promise<void> {
  if (waits) await wf.sleep('5 minutes');
  await callback(deliveryId, { earlier, isPatient: true }).catch(() => undefined);
}

const isHandOver = (error: unknown): boolean =>
  error instanceof wf.ActivityFailure && error.cause instanceof wf.ApplicationFailure && error.cause.type === HAND_OVER;
