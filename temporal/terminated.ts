import type { Client } from '@temporalio/client';
import { decisionIdOf } from '../workflows/names';

/** A decision whose workflow an operator terminated, or that failed or timed out. */
export interface Terminated {
  readonly decisionId: string;
  /** As the operator gave it. */
  readonly reason: string | null;
}

/** Those that ended like this since then and did not continue in a new run. */
export async function* findTerminated({ workflow }: Client, since: Date): AsyncGenerator<Terminated> {
  const query = `WorkflowType = 'decision' AND ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut') AND CloseTime > '${since.toISOString()}'`;
  for await (const { workflowId, runId } of workflow.list({ query })) {
    const current = await workflow.getHandle(workflowId).describe();
    if (current.runId !== runId) continue;
    const history = await workflow.getHandle(workflowId, runId).fetchHistory();
    const reason = history.events?.at(-1)?.workflowExecutionTerminatedEventAttributes?.reason;
    yield { decisionId: decisionIdOf(workflowId), reason: reason || null };
  }
}
