import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Effect } from '../domain/snapshot';
import { TASK_QUEUES } from './names';

const OPTIONS = { taskQueue: TASK_QUEUES.notify, startToCloseTimeout: '30 seconds' } as const;

/** A channel that has failed for this long is given up for the next one. */
const { notify: notifyForNow } = wf.proxyActivities<Activities>({ ...OPTIONS, scheduleToCloseTimeout: '1 minute' });
/** The last channel is tried for as long as the person is asked. */
const { notify: notifyForLong } = wf.proxyActivities<Activities>({
  ...OPTIONS,
  retry: { maximumInterval: '10 minutes' },
});

/**
 * Notifies one person: over the channels in their order, moving on at once if one cannot reach them, and after its time
 * if it keeps failing.
 */
export async function notifyApprover(
  decisionId: string,
  { assignmentId, occasion, channels }: Extract<Effect, { kind: 'notify' }>,
): Promise<void> {
  for (const [index, channel] of channels.entries()) {
    const isLast = index === channels.length - 1;
    const key = { decisionId, assignmentId, occasion, channel };
    try {
      return await (isLast ? notifyForLong(key) : notifyForNow(key));
    } catch (error) {
      if (isLast) throw error;
    }
  }
}
