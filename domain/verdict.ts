export const VERDICTS = ['approve', 'deny', 'modify'] as const;
/** What an approver answers. */
export type Verdict = (typeof VERDICTS)[number];
