/**
 * Callbacks have a queue of their own, so that no dead receiver delays a mail. Everything else shares one: Temporal can
 * hand an activity straight to the worker that asked for it. Neither delays workflows, which don't count as activities.
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
