import { readConfig } from '../platform/config';
import { runProcess } from '../platform/lifecycle';
import { createLogger } from '../platform/log';
import { startApi } from './start';

const config = readConfig();
const log = createLogger(config.LOG_LEVEL, 'api');

void runProcess(log, async () => (await startApi(config, log)).stop);
