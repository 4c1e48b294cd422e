import * as wf from '@temporalio/workflow';
import type { BareActivities } from './activities';

export const answer = wf.defineUpdate<string, [string]>('answer');

/** The least that an approval on Temporal can be: start, one Update, done. No database, no mail, no callback. */
export async function approval(): Promise<string> {
  let given: string | null = null;
  wf.setHandler(answer, (verdict) => {
    given = verdict;
    return verdict;
  });
  await wf.condition(() => given !== null);
  return String(given);
}

const { ask, callback } = wf.proxyActivities<BareActivities>({ startToCloseTimeout: '30 seconds' });

/** The same, but it asks a person by mail first and makes a callback in the end. */
export async function askingApproval(): Promise<string> {
  const { workflowId } = wf.workflowInfo();
  void ask(workflowId).catch(() => undefined);
  const verdict = await approval();
  await callback(workflowId);
  return verdict;
}
