import type { Client } from '@temporalio/client';
import type { EndedByHand } from '../contract/decision';

/** Decisions whose workflows somebody terminated (or that failed or timed out) since then, with the reason given. */
export async function* endedByHand({ workflow }: Client, since: Date): AsyncGenerator<EndedByHand> {
  const query = `WorkflowType = 'decision' AND ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut') AND CloseTime > '${since.toISOString()}'`;
  for await (const { workflowId, runId, closeTime } of workflow.list({ query })) {
    const history = await workflow.getHandle(workflowId, runId).fetchHistory();
    const reason = history.events?.at(-1)?.workflowExecutionTerminatedEventAttributes?.reason;
    yield { decisionId: workflowId.replace(/^decision-/, ''), reason: reason || null, at: closeTime ?? new Date() };
  }
}
