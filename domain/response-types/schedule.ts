import type { Labels, Rules } from './rules';

export interface Schedule extends Labels {
  readonly type: 'schedule';
  /** Whether an approval without a time is allowed: the action then runs at once. */
  readonly allow_immediate: boolean;
}

/** The approver picks when the action runs. */
export const schedule: Rules<Schedule> = {
  asksFor: 'asks for your approval and a time',
  wanted: 'Pick a time:',
  labels: { approve: 'Approve / pick a time' },
  checkTime({ allow_immediate }, executeAt, now) {
    if (executeAt === null)
      return allow_immediate ? null : { path: 'execute_at', message: 'is required: this decision asks for a time' };
    if (executeAt <= now)
      return { path: 'execute_at', message: `must be in the future, but is ${executeAt.toISOString()}` };
    return null;
  },
};
