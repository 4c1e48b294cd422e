import type { DataConverter } from '@temporalio/common';
import { type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { TASK_QUEUES } from '../workflows/names';
import type { activitiesOf } from './activities';

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly dataConverter: DataConverter;
  readonly activities: ReturnType<typeof activitiesOf>;
  /** The workflows, bundled by `worker/bundle.ts`. */
  readonly bundlePath: string;
  /** Worker deployment versioning, where it is opted into. */
  readonly deployment?: { readonly name: string; readonly buildId: string } | undefined;
}

export interface Workers {
  /** Resolves when all have stopped; rejects when one fails. */
  readonly running: Promise<void>;
  stop(): Promise<void>;
}

const GRACE = '10 seconds';

/** A worker for each task queue, in this process. */
export async function startWorkers({
  activities,
  bundlePath,
  deployment,
  ...common
}: WorkersOptions): Promise<Workers> {
  const options = {
    ...common,
    shutdownGraceTime: GRACE,
    isolateExecutionTimeout: '60 seconds', // a machine that is this slow for 5 s would have Node abort the process
    ...(deployment
      ? {
          workerDeploymentOptions: {
            version: { deploymentName: deployment.name, buildId: deployment.buildId },
            useWorkerVersioning: true,
            defaultVersioningBehavior: 'AUTO_UPGRADE',
          },
        }
      : {}),
  } satisfies Partial<WorkerOptions> & { isolateExecutionTimeout: string }; // an option that the SDK has, but not its types
  const workers = await Promise.all([
    Worker.create({
      ...options,
      taskQueue: TASK_QUEUES.decisions,
      workflowBundle: { codePath: bundlePath },
      activities: activities.decisions,
    }),
    Worker.create({ ...options, taskQueue: TASK_QUEUES.callbacks, activities: activities.callbacks }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run())).then(() => undefined);
  return {
    running,
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
    },
  };
}
