import * as wf from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Effect } from '../domain/snapshot';

const OPTIONS = { startToCloseTimeout: '30 seconds' } as const;

/** A channel that has failed for this long is given up for the next one. */
const { notify: notifyForNow } = wf.proxyActivities<Activities>({ ...OPTIONS, scheduleToCloseTimeout: '1 minute' });
/** The last channel is tried for as long as the person is asked. */
const { notify: notifyForLong } = wf.proxyActivities<Activities>({
  ...OPTIONS,
  retry: { maximumInterval: '10 minutes' },
});

type Message = Pick<Extract<Effect, { kind: 'notify' }>, 'assignmentId' | 'occasion' | 'channels'>;

/**
 * Notifies one person: over the channels in their order, moving on at once if one cannot reach them, and after its time
 * if it keeps failing.
 */
export function notifyApprover(decisionId: string, { assignmentId, occasion, channels }: Message): Promise<void> {
  const [channel, ...rest] = channels;
  if (channel === undefined) return Promise.resolve();
  const key = { decisionId, assignmentId, occasion, channel };
  if (rest.length === 0) return notifyForLong(key);
  return notifyForNow(key).catch(() => notifyApprover(decisionId, { assignmentId, occasion, channels: rest }));
}
