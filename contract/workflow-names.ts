/** One dead receiver never delays a mail, and neither delays a decision. */
export const TASK_QUEUES = {
  decisions: 'handover-decisions',
  notify: 'handover-notify',
  callbacks: 'handover-callbacks',
} as const;

/** The workflow of a decision: one id, made here alone. */
export const workflowIdOf = (decisionId: string): string => `decision-${decisionId}`;
/** The workflow that goes on with a delivery whose first tries failed, or that was asked for again. */
export const deliveryWorkflowId = (deliveryId: string): string => `delivery-${deliveryId}`;
