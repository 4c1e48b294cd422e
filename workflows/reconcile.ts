import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import { TASK_QUEUES } from '../contract/workflow-names';

const PATIENCE: wf.ActivityOptions = {
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '30 seconds', // a task that Temporal's crash lost on its way to a worker is not waited for longer
  retry: { maximumAttempts: 3 },
};
const { startUnstarted, sendUntaken, recordClosedByHand, checkpointAudit, eraseOld } =
  wf.proxyActivities<Activities>(PATIENCE);
const { showBehind } = wf.proxyActivities<Activities>({ ...PATIENCE, taskQueue: TASK_QUEUES.notify });

/**
 * Mends what a crash or an outage left behind, and keeps the books. Runs on a schedule; each part looks at what is
 * there, and may be repeated.
 */
export async function reconcile(): Promise<void> {
  const work = [startUnstarted(), sendUntaken(), recordClosedByHand()];
  if (wf.patched('upkeep')) work.push(checkpointAudit(), eraseOld());
  if (wf.patched('messages')) work.push(showBehind());
  await Promise.allSettled(work);
}
