import { DefaultLogger, makeTelemetryFilterString, type NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { TASK_QUEUES } from '../../contract/workflow-names';
import { fromSetup } from './database';
import type { ScriptedActivities } from './scripted-activities';

export interface WorkflowWorkers {
  stop(): Promise<void>;
}

/** Works on every task queue with the current workflows and the test's own activities. */
export async function runWorkers(options: {
  readonly connection: NativeConnection;
  readonly activities: ScriptedActivities;
  readonly namespace?: string;
  /** How the workers are called in histories; without it they are called after this machine. */
  readonly identity?: string;
}): Promise<WorkflowWorkers> {
  const { activities, ...where } = options;
  const { notify, showOutcome, showBehind, callback, tell, ...onDecisions } = activities;
  const workers = await Promise.all([
    Worker.create({
      ...where,
      taskQueue: TASK_QUEUES.decisions,
      workflowBundle: { codePath: fromSetup('HANDOVER_TEST_BUNDLE') },
      activities: onDecisions,
    }),
    Worker.create({ ...where, taskQueue: TASK_QUEUES.notify, activities: { notify, showOutcome, showBehind } }),
    Worker.create({ ...where, taskQueue: TASK_QUEUES.callbacks, activities: { callback } }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await running;
    },
  };
}

/** Lets the SDK speak of errors alone: activities that fail and servers that know less are what these tests are about. */
export function quietRuntime(): void {
  const logging = { filter: makeTelemetryFilterString({ core: 'ERROR' }) };
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR'), telemetryOptions: { logging } });
}
