import path from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { createChannels } from '../channels/registry';
import { connectClient, connectionOptions, dataConverter } from '../decisions/connect';
import { createTemporal } from '../decisions/temporal';
import { systemClock } from '../platform/clock';
import { type Config, configWarnings } from '../platform/config';
import { createGuardedFetch } from '../platform/guarded-fetch';
import type { Logger } from '../platform/log';
import { createMetrics, serveMetrics } from '../platform/metrics';
import { createSecrets } from '../platform/secrets';
import { openStorage } from '../platform/storage';
import { openDb } from '../store/db';
import { activitiesOf } from './activities';
import { ensureSchedule } from './schedule';
import { startWorkers } from './workers';

const METRICS_PORT = 9465;
const RETRY_MS = 2_000;

export interface WorkerProcess {
  readonly metricsPort: number;
  /** Rejects when a worker fails. */
  readonly running: Promise<void>;
  /** Lets activities under way finish. */
  stop(): Promise<void>;
}

export interface WorkerSettings {
  /** The workflows, bundled by `worker/bundle.ts`. */
  readonly bundlePath?: string;
  /** Where Temporal's SDK serves its own metrics, as `host:port`. */
  readonly sdkMetrics?: string;
}

/** The worker process: waits for Temporal, then works on all task queues and keeps the `reconcile` schedule. */
export async function startWorker(config: Config, log: Logger, settings: WorkerSettings = {}): Promise<WorkerProcess> {
  const { bundlePath = path.join(__dirname, '../workflow-bundle.js'), sdkMetrics } = settings;
  const { TEMPORAL_DEPLOYMENT: name, BUILD_ID: buildId, TEMPORAL_NAMESPACE: namespace } = config;
  for (const warning of configWarnings(config)) log.warn(warning);
  const db = openDb(config.DATABASE_URL);
  const storage = await openStorage({ url: config.STORAGE_URL, dataDir: config.HANDOVER_DATA_DIR });
  const metrics = createMetrics();
  const connection = await connect(config, log);
  const temporal = createTemporal(connectClient(config), log);
  const clock = systemClock;
  const secrets = createSecrets(config.HANDOVER_SECRET);
  const activities = activitiesOf({
    ...{ db, temporal, metrics, clock, secrets },
    channels: createChannels({ config, db, secrets, clock }),
    fetch: createGuardedFetch({ allowPrivate: config.HANDOVER_ALLOW_PRIVATE_CALLBACKS }),
    publicUrl: config.PUBLIC_URL,
    retentionDays: config.HANDOVER_RETENTION_DAYS,
    storage,
  });
  const deployment = name && buildId ? { name, buildId } : undefined;
  const workers = await startWorkers({
    connection,
    namespace,
    activities,
    bundlePath,
    deployment,
    dataConverter: dataConverter(config),
  });
  await ensureSchedule(temporal.client, config.HANDOVER_RECONCILE_SECONDS);
  const metricsServer = await serveMetrics(metrics, {
    port: config.METRICS_PORT ?? METRICS_PORT,
    host: config.HOST,
    ...(sdkMetrics ? { more: async () => (await fetch(`http://${sdkMetrics}/metrics`)).text() } : {}),
  });
  log.info({ namespace }, 'working');
  return {
    metricsPort: metricsServer.port,
    running: workers.running,
    stop: async () => {
      await workers.stop();
      await metricsServer.close();
      await db.$disconnect();
      await temporal.client.connection.close();
      await connection.close();
    },
  };
}

/** Temporal may come later than this process. */
async function connect(config: Config, log: Logger): Promise<NativeConnection> {
  for (;;)
    try {
      return await NativeConnection.connect(connectionOptions(config));
    } catch (error) {
      log.warn({ err: error }, 'Temporal is not reached yet');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
}
