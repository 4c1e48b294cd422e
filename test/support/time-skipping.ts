import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';
import { deliveryWorkflowId, TASK_QUEUES } from '../../contract/workflow-names';
import type { delivery } from '../../workflows';
import { type Ask, createAsk } from './asked-decision';
import { fromSetup } from './database';
import { type ScriptedActivities, scriptedActivities } from './scripted-activities';
import { quietRuntime, runWorkers } from './workflow-workers';

/** Our workflows on Temporal's time-skipping server: awaiting a result lets days pass in milliseconds. */
export interface TimeSkipping {
  readonly client: TestWorkflowEnvironment['client'];
  readonly activities: ScriptedActivities;
  readonly ask: Ask;
  /** The server's time, in milliseconds since the epoch. */
  now(): Promise<number>;
  /** Lets so many milliseconds of the server's time go by at once. */
  skip(ms: number): Promise<void>;
  /** Runs a delivery's own workflow to its end; with `skipFirst` its documented tries were made already. */
  deliver(deliveryId: string, options: { skipFirst: boolean }): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server for this test file. It knows no search attributes, waiting on an Update does not skip time, and a
 * child workflow that ends after its parent locks its time for good: let none end before the last test has.
 */
export async function startTimeSkipping(): Promise<TimeSkipping> {
  quietRuntime();
  const env = await startServer();
  const now = () => env.currentTimeMs();
  const activities = scriptedActivities(now);
  const workers = await runWorkers({ connection: env.nativeConnection, activities });
  const world = { client: env.client, activities, now };
  return {
    ...world,
    ask: createAsk(world),
    skip: (ms) => env.sleep(ms),
    deliver: (deliveryId, options) =>
      env.client.workflow.execute<typeof delivery>('delivery', {
        ...{ workflowId: deliveryWorkflowId(deliveryId), taskQueue: TASK_QUEUES.decisions },
        args: [deliveryId, options],
      }),
    stop: async () => {
      await workers.stop();
      await env.teardown();
      await Runtime.instance().shutdown(); // its timers would end in a panic after the workers
    },
  };
}

const TRIES = 8;

/** The SDK gives the server 5 s to start, which a busy machine may not keep: it is tried again. */
async function startServer(): Promise<TestWorkflowEnvironment> {
  const executable = { type: 'existing-path', path: fromSetup('HANDOVER_TEST_TIME_SKIPPING') } as const;
  for (let tried = 1; ; tried += 1)
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
    } catch (error) {
      if (tried === TRIES) throw error;
    }
}
