/**
 * Callbacks have a queue of their own, so that no dead receiver delays a mail. Everything else shares one: activities
 * don't delay workflow tasks, which have their own slots in a worker.
 */
export const TASK_QUEUES = {
  decisions: 'handover-decisions',
  callbacks: 'handover-callbacks',
} as const;

const PREFIX = 'decision-';

/** The id of a decision's workflow. */
export const workflowIdOf = (decisionId: string): string => `${PREFIX}${decisionId}`;
export const decisionIdOf = (workflowId: string): string => workflowId.slice(PREFIX.length);
/** The workflow that continues a delivery whose first attempts failed, or that was requested again. */
export const deliveryWorkflowIdOf = (deliveryId: string): string => `delivery-${deliveryId}`;
