import { createServer } from 'node:http';
import { createLimits } from '../accounts/limits';
import { createQuota } from '../accounts/quota';
import { tierOf } from '../accounts/tiers';
import { createChannels } from '../channels/registry';
import { sweepFiles } from '../decisions/files';
import { createOpenLimit } from '../decisions/open-limit';
import { createTransitions } from '../decisions/transitions';
import { systemClock } from '../platform/clock';
import { type Config, configWarnings } from '../platform/config';
import { createGuardedFetch } from '../platform/guarded-fetch';
import { createImages } from '../platform/images';
import type { Logger } from '../platform/log';
import { createMetrics, serveMetrics } from '../platform/metrics';
import { createSecrets } from '../platform/secrets';
import { serve } from '../platform/serve';
import { openStorage } from '../platform/storage';
import { listenForChanges } from '../store/change-listener';
import { openDb } from '../store/db';
import { migrate } from '../store/migrate';
import { createPolicies } from '../store/policies';
import { createTemporal } from '../temporal/client';
import { connectClient } from '../temporal/connect';
import { createWaker } from '../temporal/wake';
import { createApp } from './app';
import { answerMalformedRequests } from './malformed-request';

const METRICS_PORT = 9464;

export interface Api {
  readonly port: number;
  readonly metricsPort: number;
  /** Lets requests and wakes under way finish. */
  stop(): Promise<void>;
}

/** The API process: migrates, then listens. Temporal may come later. */
export async function startApi(config: Config, log: Logger): Promise<Api> {
  for (const warning of configWarnings(config)) log.warn(warning);
  await migrate(config.DATABASE_MIGRATION_URL ?? config.DATABASE_URL, config.DATABASE_URL);
  const db = openDb(config.DATABASE_URL);
  const clock = systemClock;
  const metrics = createMetrics();
  const tier = tierOf(config);
  const client = connectClient(config);
  const temporal = createTemporal(client);
  const waker = createWaker(client, log);
  const changes = listenForChanges(config.DATABASE_URL, log);
  const closing = new AbortController();
  const fetch = createGuardedFetch({ allowPrivate: config.HANDOVER_ALLOW_PRIVATE_CALLBACKS });
  const storage = await openStorage({ url: config.STORAGE_URL, dataDir: config.HANDOVER_DATA_DIR });
  const secrets = createSecrets(config.HANDOVER_SECRET);
  const channels = createChannels({ config, db, secrets, clock });
  const publicUrl = config.PUBLIC_URL;
  const transitions = createTransitions({ db, secrets, metrics, publicUrl });
  const shared = { db, transitions, waker, temporal, changes, storage, clock, log, metrics, tier, publicUrl };
  const app = createApp(
    {
      ...shared,
      ...{ config, secrets, channels },
      channelFault: async (workspaceId, channel) => (await channels[channel]?.unavailable?.(workspaceId, tier)) ?? null,
      openLimit: createOpenLimit({ db, clock, most: config.HANDOVER_MAX_OPEN_PER_KEY }),
      images: createImages({ fetch, clock }),
      limits: createLimits(db, tier),
      quota: createQuota(tier, metrics),
      policies: createPolicies(db),
      closing: closing.signal,
    },
    { trustProxy: config.TRUST_PROXY },
  );
  const http = createServer(app);
  answerMalformedRequests(http);
  const server = await serve(http, { port: config.PORT, host: config.HOST });
  const metricsServer = await serveMetrics(metrics, { port: config.METRICS_PORT ?? METRICS_PORT, host: config.HOST });
  const stopSweeping = sweepFiles(shared);
  log.info({ port: server.port, public_url: config.PUBLIC_URL }, 'listening');
  return {
    port: server.port,
    metricsPort: metricsServer.port,
    stop: async () => {
      closing.abort();
      stopSweeping();
      await server.close();
      await waker.drain();
      await changes.close();
      await metricsServer.close();
      await db.$disconnect();
      await client.connection.close();
    },
  };
}
