import { type Client, isGrpcServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { type Answer, type Outcome, type Refusal, wordless } from '../contract/decision';
import { workflowIdOf } from '../contract/workflow-names';
import type { Context } from './context';

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

/** Tries at an Update that Temporal drops because its workflow task failed, as happens where an event came in between. */
const TRIES = 5;
const FAILED_PRECONDITION = 9;

/**
 * Hands an answer to the one referee, its workflow. Where no worker accepts it in time, Temporal keeps it as a signal;
 * where Temporal itself is away, its row is enough: `reconcile` sends it later. The answer's id makes all of it one answer.
 */
export async function askReferee(
  { temporal, background, log }: Pick<Context, 'temporal' | 'background' | 'log'>,
  decisionId: string,
  answer: Answer,
): Promise<Ruling> {
  for (let tries = 1; ; tries += 1)
    try {
      return { kind: 'settled', outcome: await update(temporal.client, decisionId, answer) };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return { kind: 'gone' };
      if (error instanceof WorkflowUpdateFailedError) return { kind: 'refused', refusal: refusalIn(error) };
      if (isDropped(error) && tries < TRIES) continue;
      log.warn(
        { err: error, decision_id: decisionId },
        'the workflow has not confirmed the answer: it is kept, and sent as a signal',
      );
      background.add(temporal.signal(decisionId, answer)); // no request waits for it: the row is enough
      return { kind: 'recorded' };
    }
}

/** Waits in two stages: until the workflow accepts the answer, then until it is recorded. */
async function update(client: Client, decisionId: string, answer: Answer): Promise<Outcome> {
  const inTime = <T>(call: () => Promise<T>) => client.withDeadline(Date.now() + STAGE_MS, call);
  const handle = client.workflow.getHandle(workflowIdOf(decisionId));
  const options = { args: [wordless(answer)] as [Answer], updateId: answer.id, waitForStage: 'ACCEPTED' } as const;
  const accepted = await inTime(() => handle.startUpdate<Outcome, [Answer]>('resolve', options));
  return inTime(() => accepted.result());
}

function isDropped(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return isGrpcServiceError(cause) && cause.code === FAILED_PRECONDITION;
}

function refusalIn({ cause }: WorkflowUpdateFailedError): Refusal {
  const type = cause instanceof ApplicationFailure ? cause.type : null;
  return type === 'EXPIRED' || type === 'VALIDATION_ERROR' ? type : 'ALREADY_RESOLVED';
}
