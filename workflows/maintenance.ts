import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';

const OPTIONS: wf.ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '30 seconds', // a task that Temporal's crash lost on its way to a worker is not waited for longer
  retry: { maximumAttempts: 3 },
};
const { denyTerminated, updateOutdatedMessages, checkpointAudit, eraseOld } = wf.proxyActivities<Activities>(OPTIONS);

/** Runs on a schedule, once for all workers. Each part looks at the current state and is safe to repeat. */
export async function maintenance(): Promise<void> {
  await Promise.allSettled([denyTerminated(), updateOutdatedMessages(), checkpointAudit(), eraseOld()]);
}
