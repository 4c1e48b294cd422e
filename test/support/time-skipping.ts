import { TestWorkflowEnvironment } from '@temporalio/testing';
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
  stop(): Promise<void>;
}

/** Starts a server for this test file. It knows no search attributes, and waiting on an Update does not skip time. */
export async function startTimeSkipping(): Promise<TimeSkipping> {
  quietRuntime();
  const executable = { type: 'existing-path', path: fromSetup('HANDOVER_TEST_TIME_SKIPPING') } as const;
  const env = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  const now = () => env.currentTimeMs();
  const activities = scriptedActivities(now);
  const workers = await runWorkers({ connection: env.nativeConnection, activities });
  const world = { client: env.client, activities, now };
  return {
    ...world,
    ask: createAsk(world),
    skip: (ms) => env.sleep(ms),
    stop: async () => {
      await workers.stop();
      await env.teardown();
    },
  };
}
