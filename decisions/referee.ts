import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Answer, Outcome, Refusal } from '../contract/decision';
import { workflowIdOf } from '../contract/workflow-names';
import type { Logger } from '../platform/log';
import type { Temporal } from './temporal';

/** What became of an answer that was handed to the decision's workflow. */
export type Ruling =
  | { readonly kind: 'settled'; readonly outcome: Outcome }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** It is kept and will be applied: workers or Temporal are away. */
  | { readonly kind: 'recorded' }
  /** No such workflow is running. */
  | { readonly kind: 'gone' };

/** How long to wait for the workflow to accept an answer, and again for it to be recorded. */
const STAGE_MS = 5_000;

/**
 * Hands an answer to the one referee, its workflow. Where no worker accepts it in time, Temporal keeps it as a signal;
 * where Temporal itself is away, its row is enough: `reconcile` sends it later. The answer's id makes all of it one answer.
 */
export async function askReferee(
  { temporal, log }: { temporal: Temporal; log: Logger },
  decisionId: string,
  { id, verdict, executeAt, at }: Answer,
): Promise<Ruling> {
  const { client } = temporal;
  const answer: Answer = { id, verdict, executeAt, at }; // no word and no name: histories are kept for long
  const inTime = <T>(call: () => Promise<T>) => client.withDeadline(Date.now() + STAGE_MS, call);
  let accepted = false;
  try {
    const handle = client.workflow.getHandle(workflowIdOf(decisionId));
    const update = await inTime(() =>
      handle.startUpdate<Outcome, [Answer]>('resolve', { args: [answer], updateId: id, waitForStage: 'ACCEPTED' }),
    );
    accepted = true;
    return { kind: 'settled', outcome: await inTime(() => update.result()) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'gone' };
    if (error instanceof WorkflowUpdateFailedError) return { kind: 'refused', refusal: refusalIn(error) };
    log.warn({ err: error, decision_id: decisionId, accepted }, 'the answer is kept and will be applied later');
    if (!accepted) await temporal.signal(decisionId, answer).catch(() => undefined);
    return { kind: 'recorded' };
  }
}

function refusalIn({ cause }: WorkflowUpdateFailedError): Refusal {
  const type = cause instanceof ApplicationFailure ? cause.type : null;
  return type === 'EXPIRED' || type === 'VALIDATION_ERROR' ? type : 'ALREADY_RESOLVED';
}
