import { createServer } from 'node:http';
import { createLimits } from '../accounts/limits';
import { createQuota } from '../accounts/quota';
import { tierOf } from '../accounts/tiers';
import { createChannels } from '../channels/registry';
import { connectClient } from '../decisions/connect';
import { createOpenLimit } from '../decisions/open-limit';
import { createStarter } from '../decisions/start';
import { sweepUploads } from '../decisions/sweep';
import { createTemporal } from '../decisions/temporal';
import { createBackground } from '../platform/background';
import { createBunch } from '../platform/bunch';
import { systemClock } from '../platform/clock';
import { type Config, configWarnings } from '../platform/config';
import { createGuardedFetch } from '../platform/guarded-fetch';
import { createImages } from '../platform/images';
import type { Logger } from '../platform/log';
import { createMetrics, serveMetrics } from '../platform/metrics';
import { createSecrets } from '../platform/secrets';
import { serve } from '../platform/serve';
import { openStorage } from '../platform/storage';
import { type AnswerKey, settleAnswers } from '../store/answers';
import { listenForChanges } from '../store/changes';
import { openDb } from '../store/db';
import { migrate } from '../store/migrate';
import { createPolicies } from '../store/policies';
import { createApp } from './app';
import { answerMalformedRequests } from './malformed-request';

const METRICS_PORT = 9464;

export interface Api {
  readonly port: number;
  readonly metricsPort: number;
  /** Lets requests and starts under way finish. */
  stop(): Promise<void>;
}

/** The API process: migrates, then listens. Temporal may come later. */
export async function startApi(config: Config, log: Logger): Promise<Api> {
  for (const warning of configWarnings(config)) log.warn(warning);
  await migrate(config.DATABASE_URL);
  const db = openDb(config.DATABASE_URL);
  const clock = systemClock;
  const metrics = createMetrics();
  const tier = tierOf(config);
  const temporal = createTemporal(connectClient(config), log);
  const changes = listenForChanges(config.DATABASE_URL, log);
  const background = createBackground();
  const confirmed = createBunch<AnswerKey>(
    (keys) => settleAnswers(db, keys),
    (error) => log.warn({ err: error }, 'answers not noted as confirmed: reconcile sends them again'),
  );
  const starter = createStarter({ db, temporal, clock, log });
  const closing = new AbortController();
  const fetch = createGuardedFetch({ allowPrivate: config.HANDOVER_ALLOW_PRIVATE_CALLBACKS });
  const storage = await openStorage({ url: config.STORAGE_URL, dataDir: config.HANDOVER_DATA_DIR });
  const secrets = createSecrets(config.HANDOVER_SECRET);
  const channels = createChannels({ config, db, secrets, clock });
  const shared = {
    ...{ db, temporal, changes, background, confirmed, storage, log, metrics, tier, clock },
    publicUrl: config.PUBLIC_URL,
  };
  const app = createApp(
    {
      ...shared,
      starter,
      ...{ config, secrets, channels },
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
  const stopSweeping = sweepUploads(shared);
  log.info({ port: server.port, public_url: config.PUBLIC_URL }, 'listening');
  return {
    port: server.port,
    metricsPort: metricsServer.port,
    stop: async () => {
      closing.abort();
      stopSweeping();
      await server.close();
      await Promise.all([starter.drain(), background.drain()]);
      await confirmed.flush();
      await changes.close();
      await metricsServer.close();
      await db.$disconnect();
      await temporal.client.connection.close();
    },
  };
}
