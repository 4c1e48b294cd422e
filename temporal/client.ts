import type { Client } from '@temporalio/client';
import type { delivery as deliveryWorkflow } from '../workflows/delivery';
import { deliveryWorkflowIdOf, TASK_QUEUES } from '../workflows/names';

/** What the product asks of Temporal besides waking decisions. */
export interface Temporal {
  readonly client: Client;
  /** Whether Temporal answers. */
  isReachable(): Promise<boolean>;
  /** Makes a delivery at once; one that waits for its next attempt is replaced. */
  startDelivery(deliveryId: string, earlier: number): Promise<void>;
}

const CALL_MS = 10_000;

export function createTemporal(client: Client): Temporal {
  const withinTime = <T>(call: () => Promise<T>) => client.withDeadline(Date.now() + CALL_MS, call);
  return {
    client,
    isReachable: () =>
      withinTime(() => client.workflowService.getSystemInfo({})).then(
        () => true,
        () => false,
      ),
    startDelivery: async (deliveryId, earlier) => {
      await withinTime(() =>
        client.workflow.start<typeof deliveryWorkflow>('delivery', {
          workflowId: deliveryWorkflowIdOf(deliveryId),
          taskQueue: TASK_QUEUES.decisions,
          workflowIdConflictPolicy: 'TERMINATE_EXISTING',
          args: [deliveryId, { earlier, waits: false }],
        }),
      );
    },
  };
}
