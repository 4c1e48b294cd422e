import type { Fault } from '../fault';
import { latestExecution } from '../time-range';
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
    if (executeAt === null) return allow_immediate ? null : fault('is required: this decision asks for a time');
    if (executeAt <= now) return fault(`must be in the future (got ${executeAt.toISOString()})`);
    return executeAt <= latestExecution(now) ? null : fault('must be at most ten years ahead');
  },
};

const fault = (message: string): Fault => ({ path: 'execute_at', message });
