import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';
import getPort from 'get-port';
import { deliveryWorkflowId, TASK_QUEUES } from '../../contract/workflow-names';
import { isListening } from '../../embedded/wait-until-ready';
import type { delivery } from '../../workflows';
import { type Ask, createAsk } from './asked-decision';
import { fromSetup } from './database';
import { type ScriptedActivities, scriptedActivities } from './scripted-activities';
import { until } from './until';
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
  const { env, stop } = await startServer();
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
      await stop();
      await Runtime.instance().shutdown(); // its timers would end in a panic after the workers
    },
  };
}

const PATIENCE_MS = 90_000;

/**
 * The server, however long it takes: the SDK would start it itself, but gives up after 5 s, which a busy machine may
 * need. What the SDK starts in its place is `sleep <port>`; what it finds at the port is ours.
 */
async function startServer(): Promise<{ env: TestWorkflowEnvironment; stop(): Promise<void> }> {
  const port = await getPort();
  const server = spawn(fromSetup('HANDOVER_TEST_TIME_SKIPPING'), [String(port)], { stdio: 'ignore' });
  await until('the time-skipping server listens', () => isListening(port), PATIENCE_MS);
  const executable = { type: 'existing-path', path: '/bin/sleep' } as const;
  const env = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable, port } });
  return {
    env,
    stop: async () => {
      await env.teardown();
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    },
  };
}
