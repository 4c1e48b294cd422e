import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../platform/config';
import { packageRoot } from '../../platform/package-root';
import { type Child, startChild } from '../child';
import type { ProcessRecord } from '../process-record';
import type { Progress } from '../progress.mjs';
import { SetupError } from '../setup/command.mjs';
import type { DataFolder } from './data-folder';
import type { Servers } from './servers';
import { metricsPorts, type Settings } from './settings';
import type { Watch } from './watch';

const READY_MS = 60_000;
const POLL_MS = 50;

/** Starts the product's two processes and waits until the API says that it is ready. */
export async function startProduct(
  settings: Settings,
  servers: Servers,
  data: DataFolder,
  { progress, record, watch }: { progress: Progress; record: ProcessRecord; watch: Watch },
): Promise<void> {
  const metrics = await metricsPorts(settings.config);
  const start = async (name: 'worker' | 'api') => {
    const child = await startChild({
      name,
      file: process.execPath,
      args: ['--enable-source-maps', path.join(packageRoot, 'dist', name, 'main.js')],
      env: { ...process.env, ...environmentOf(settings, servers), METRICS_PORT: String(metrics[name]) },
      logFile: data.log(name),
      stopSignal: 'SIGTERM',
      ipc: true,
      record,
    });
    watch(child, name === 'api' ? 'The API' : 'The worker');
    await untilItSaysReady(child);
    return child;
  };
  await Promise.all([
    progress.step('Worker', async (say) => {
      say('starting');
      await start('worker');
      return 'working';
    }),
    progress.step('API', async (say) => {
      say('starting');
      await untilApiReady(await start('api'), settings.config);
      return settings.config.PUBLIC_URL;
    }),
  ]);
}

/** What the two processes get beside the user's own environment. */
function environmentOf({ config }: Settings, { databaseUrl, temporalAddress }: Servers): NodeJS.ProcessEnv {
  return {
    PORT: String(config.PORT),
    HOST: config.HOST,
    PUBLIC_URL: config.PUBLIC_URL,
    DATABASE_URL: databaseUrl,
    DATABASE_MIGRATION_URL: '', // the database is migrated by now, and neither process needs that role
    TEMPORAL_ADDRESS: temporalAddress,
    HANDOVER_DATA_DIR: config.HANDOVER_DATA_DIR,
    HANDOVER_SECRET: config.HANDOVER_SECRET,
    HANDOVER_ALLOW_PRIVATE_CALLBACKS: String(config.HANDOVER_ALLOW_PRIVATE_CALLBACKS),
    HANDOVER_RECONCILE_SECONDS: String(config.HANDOVER_RECONCILE_SECONDS),
  };
}

/** One that ends instead is reported by the watch. */
async function untilItSaysReady(child: Child): Promise<void> {
  const soon = { signal: AbortSignal.timeout(READY_MS) };
  await once(child.process, 'message', soon).catch(() => {
    throw new SetupError(`The ${child.name} was not ready within a minute. Its last words:\n${child.lastWords()}`);
  });
}

async function untilApiReady(api: Child, { PORT, HOST = '127.0.0.1' }: Config): Promise<void> {
  const url = `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}/ready`;
  const deadline = Date.now() + READY_MS;
  let last = 'no answer';
  while (Date.now() < deadline) {
    try {
      const { status } = await fetch(url);
      if (status === 200) return;
      last = `status ${status}`;
    } catch (error) {
      last = String(error);
    }
    await sleep(POLL_MS);
  }
  throw new SetupError(`The API did not become ready: GET /ready gives ${last}.\n${api.lastWords()}`);
}
