import path from 'node:path';
import type { Config } from '../../platform/config';
import { packageRoot } from '../../platform/package-root';
import { startChild } from '../child-process';
import { waitUntilReady } from '../wait-until-ready';
import type { StartContext } from './context';
import { metricsPorts } from './settings';
import type { Servers } from './start-servers';

/** Starts the API and the worker, and waits until both are ready. */
export async function startProduct(context: StartContext, servers: Servers): Promise<void> {
  const { settings, data, progress, record, watch } = context;
  const { config } = settings;
  const ports = await metricsPorts(config);
  const start = async (name: 'worker' | 'api', isReady: () => Promise<boolean> | boolean = () => true) => {
    const child = await startChild({
      name,
      file: process.execPath,
      args: ['--enable-source-maps', path.join(packageRoot, 'dist', name, 'main.js')],
      env: { ...process.env, ...environment(config, servers), METRICS_PORT: String(ports[name]) },
      logFile: data.log(name),
      stopSignal: 'SIGTERM',
      ipc: true,
      record,
    });
    const what = `The ${name === 'api' ? 'API' : name}`;
    watch(child, what);
    await waitUntilReady(child, () => child.isReady() && isReady(), { what });
  };
  await Promise.all([
    progress.step({ label: 'Worker', doing: 'starting', work: () => start('worker'), done: 'working' }),
    progress.step({
      label: 'API',
      doing: 'starting',
      work: () => start('api', () => isApiReady(config)),
      done: config.PUBLIC_URL,
    }),
  ]);
}

/** What both processes get in addition to the user's own environment. */
function environment(config: Config, { databaseUrl, temporalAddress }: Servers): NodeJS.ProcessEnv {
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

function isApiReady({ PORT, HOST = '127.0.0.1' }: Config): Promise<boolean> {
  return fetch(`http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
