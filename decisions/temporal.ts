import {
  type Client,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { type Answer, type DecisionSpec, wordless } from '../contract/decision';
import { ladderOf } from '../contract/ladder';
import type { Decision } from '../contract/model';
import { deliveryWorkflowId, TASK_QUEUES, workflowIdOf } from '../contract/workflow-names';
import type { Logger } from '../platform/log';
import type { decision as decisionWorkflow, delivery as deliveryWorkflow } from '../workflows';
import { registerSearchAttributes, searchAttributesOf } from './search-attributes';

/** What the operations ask of Temporal, and nothing more. */
export interface Temporal {
  readonly client: Client;
  /** Starts the decision's workflow where there is none yet. `over`: there was one, and it has ended. */
  start(decision: Decision): Promise<'running' | 'over'>;
  /** Keeps the answer in the workflow's history, whether or not a worker is running; false when no such workflow is. */
  signal(decisionId: string, answer: Answer): Promise<boolean>;
  /** Whether Temporal answers. */
  isReachable(): Promise<boolean>;
  /** Sends a delivery at once; one that waits for its next try is replaced. */
  deliver(deliveryId: string): Promise<void>;
  /** Starts a delivery that no `delivery` workflow works on, or ever has. */
  ensureDelivery(deliveryId: string): Promise<void>;
}

const CALL_MS = 10_000;
const ASK_AGAIN_MS = 60_000;
const SUMMARY_BYTES = 400;
const INVALID_ARGUMENT = 3;

export function createTemporal(client: Client, log: Logger): Temporal {
  const { workflow } = client;
  let attributes: Promise<boolean> | null = null;
  const withinTime = <T>(call: () => Promise<T>) => client.withDeadline(Date.now() + CALL_MS, call);

  /** Asked once; again where Temporal was away. */
  const areRegistered = (): Promise<boolean> => {
    attributes ??= withinTime(() => registerSearchAttributes(client, log)).catch((error: unknown) => {
      attributes = null;
      throw error;
    });
    return attributes;
  };

  /** For a while: a server takes some time to know what it was just taught. */
  const withoutAttributes = (): void => {
    attributes = Promise.resolve(false);
    setTimeout(() => {
      attributes = null;
    }, ASK_AGAIN_MS).unref();
  };

  const start: Temporal['start'] = async (decision) => {
    const typedSearchAttributes = (await areRegistered()) ? searchAttributesOf(decision) : undefined;
    try {
      await withinTime(() =>
        workflow.start<typeof decisionWorkflow>('decision', {
          workflowId: workflowIdOf(decision.id),
          taskQueue: TASK_QUEUES.decisions,
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
          args: [specOf(decision)],
          staticSummary: summaryOf(decision.action),
          ...(typedSearchAttributes ? { typedSearchAttributes } : {}),
        }),
      );
      return 'running';
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'over';
      if (typedSearchAttributes && isInvalidArgument(error)) {
        log.warn({ err: error }, 'Temporal refuses our search attributes: decisions start without them');
        withoutAttributes();
        return start(decision);
      }
      throw error;
    }
  };

  const startDelivery = (
    deliveryId: string,
    policies: Pick<WorkflowStartOptions, 'workflowIdReusePolicy' | 'workflowIdConflictPolicy'>,
  ) =>
    withinTime(() =>
      workflow.start<typeof deliveryWorkflow>('delivery', {
        workflowId: deliveryWorkflowId(deliveryId),
        taskQueue: TASK_QUEUES.decisions,
        args: [deliveryId, { skipFirst: false }],
        ...policies,
      }),
    );

  return {
    client,
    start,
    signal: async (decisionId, answer) => {
      try {
        await withinTime(() => workflow.getHandle(workflowIdOf(decisionId)).signal('resolve', wordless(answer)));
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
    isReachable: () =>
      withinTime(() => client.workflowService.getSystemInfo({})).then(
        () => true,
        () => false,
      ),
    deliver: async (deliveryId) => {
      await startDelivery(deliveryId, { workflowIdConflictPolicy: 'TERMINATE_EXISTING' });
    },
    ensureDelivery: async (deliveryId) => {
      try {
        await startDelivery(deliveryId, { workflowIdReusePolicy: 'REJECT_DUPLICATE' });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },
  };
}

function isInvalidArgument(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return isGrpcServiceError(cause) && cause.code === INVALID_ARGUMENT;
}

/** What the workflow is started with: ids, options and times, and nothing that a person wrote. */
function specOf(decision: Decision): DecisionSpec {
  const { id, options, channel } = decision;
  return { id, options, ladder: ladderOf(decision), notify: channel !== 'webhook' };
}

/** The action on one line, cut to 200 characters (and to the 400 bytes that Temporal takes), for the list in its UI. */
function summaryOf(action: string): string {
  const characters = [...action.replace(/\s+/g, ' ')].slice(0, 200);
  while (Buffer.byteLength(JSON.stringify(characters.join(''))) > SUMMARY_BYTES) characters.pop();
  return characters.join('');
}
