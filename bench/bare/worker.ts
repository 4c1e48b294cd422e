import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { runProcess } from '../../platform/lifecycle';
import { createLogger } from '../../platform/log';
import { createBareActivities } from './activities';
import { BARE_QUEUE } from './client';

/** The worker of the bare workflows, in a process of its own, as the product's is. */
void runProcess(createLogger('warn', 'bare worker'), async () => {
  const logger = new DefaultLogger('ERROR');
  Runtime.install({ shutdownSignals: [], logger });
  const connection = await NativeConnection.connect({ address: String(process.env.TEMPORAL_ADDRESS) });
  const workflowBundle = await bundleWorkflowCode({ workflowsPath: require.resolve('./workflow'), logger });
  const activities = createBareActivities(String(process.env.BENCH_CALLBACK_URL));
  const worker = await Worker.create({ connection, taskQueue: BARE_QUEUE, workflowBundle, activities });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
});
