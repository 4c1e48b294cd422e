/** A dead receiver never delays a mail, and neither delays a decision. */
export const TASK_QUEUES = {
  decisions: 'handover-decisions',
  notify: 'handover-notify',
  callbacks: 'handover-callbacks',
} as const;

const PREFIX = 'decision-';

/** The id of a decision's workflow. */
export const workflowIdOf = (decisionId: string): string => `${PREFIX}${decisionId}`;
export const decisionIdOf = (workflowId: string): string => workflowId.slice(PREFIX.length);
/** The workflow that continues a delivery whose first attempts failed, or that was requested again. */
export const deliveryWorkflowIdOf = (deliveryId: string): string => `delivery-${deliveryId}`;
