import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import { TASK_QUEUES } from './names';

const OPTIONS: wf.ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '30 seconds', // a task that Temporal's crash lost on its way to a worker is not waited for longer
  retry: { maximumAttempts: 3 },
};
const { denyTerminated, checkpointAudit, eraseOld } = wf.proxyActivities<Activities>(OPTIONS);
const { updateOutdatedMessages } = wf.proxyActivities<Activities>({ ...OPTIONS, taskQueue: TASK_QUEUES.notify });

/** Runs on a schedule, once for all workers. Each part looks at the current state and is safe to repeat. */
export async function maintenance(): Promise<void> {
  await Promise.allSettled([denyTerminated(), updateOutdatedMessages(), checkpointAudit(), eraseOld()]);
}
