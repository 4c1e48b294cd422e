import getPort from 'get-port';
import { readConfig } from '../platform/config';
import { runProcess } from '../platform/lifecycle';
import { createLogger } from '../platform/log';
import { installRuntime } from './runtime';
import { startWorker } from './start';

const config = readConfig();
const log = createLogger(config.LOG_LEVEL, 'worker');

void runProcess(log, async () => {
  const sdkMetrics = `127.0.0.1:${await getPort()}`;
  installRuntime(log, sdkMetrics);
  const worker = await startWorker(config, log, { sdkMetrics });
  worker.running.catch((error: unknown) => {
    log.fatal({ err: error }, 'a worker failed');
    process.exit(1);
  });
  return worker.stop;
});
