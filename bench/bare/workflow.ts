import * as wf from '@temporalio/workflow';

export const answer = wf.defineUpdate<string, [string]>('answer');

/** The least that an approval on Temporal can be: start, one update, done. No database, no mail, no callback. */
export async function approval(): Promise<string> {
  let given: string | null = null;
  wf.setHandler(answer, (verdict) => {
    given = verdict;
    return verdict;
  });
  await wf.condition(() => given !== null);
  return String(given);
}
