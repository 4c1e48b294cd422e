import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Outcome } from '../../domain/snapshot';
import { workflowIdOf } from '../../workflows/names';
import { until } from './until';

/** The result of a decision's workflow, which starts shortly after the reply to the create. */
export const outcomeOf = ({ workflow }: Client, id: string): Promise<Outcome> =>
  until('its workflow starts', () =>
    workflow.result<() => Promise<Outcome>>(workflowIdOf(id)).catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      return null;
    }),
  );
