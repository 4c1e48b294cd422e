export const STATUSES = ['pending', 'escalated', 'approved', 'denied', 'modified', 'scheduled', 'expired'] as const;
/** The status of a decision. `pending` and `escalated` are open; `scheduled` can still be cancelled; all others are final. */
export type Status = (typeof STATUSES)[number];

/** Whether the decision can still be answered. */
export const isOpen = (status: Status): boolean => status === 'pending' || status === 'escalated';
