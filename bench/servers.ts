import { randomBytes } from 'node:crypto';
import path from 'node:path';
import getPort from 'get-port';
import { bootstrap } from '../accounts/bootstrap';
import { startChild } from '../embedded/child-process';
import { startPostgres } from '../embedded/postgres';
import { OWNER } from '../embedded/postgres/roles';
import { startTemporal } from '../embedded/temporal';
import { waitUntilReady } from '../embedded/wait-until-ready';
import { migrate } from '../store/migrate';
import { HIGH_LIMITS } from './guarded-side';

export interface Servers {
  readonly temporalAddress: string;
  readonly apiUrl: string;
  /** An API process that counts every create. */
  readonly guardedApiUrl: string;
  readonly apiKey: string;
}

/** Starts everything that is measured, each in a process of its own, with its data and logs in `folder`. */
export async function startServers(
  folder: string,
  callbackUrl: string,
  onClose: (close: () => Promise<void>) => void,
): Promise<Servers> {
  const file = (name: string) => path.join(folder, name);
  const [postgres, temporal] = await Promise.all([
    startPostgres({ dataDir: file('postgres'), logFile: file('postgres.log') }),
    startTemporal({ dbFile: file('temporal.db'), logFile: file('temporal.log'), uiPort: false }),
  ]);
  for (const server of [postgres, temporal]) onClose(() => server.stop());
  await migrate(postgres.url('handover', OWNER), postgres.url());
  const secret = randomBytes(32).toString('base64url');
  const { apiKey } = await bootstrap({ databaseUrl: postgres.url(), secret, ownerEmail: 'owner@company.com' });
  const env = {
    ...process.env,
    ...{ HOST: '127.0.0.1', METRICS_PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'production' },
    ...{ DATABASE_URL: postgres.url(), TEMPORAL_ADDRESS: temporal.address, PUBLIC_URL: 'http://127.0.0.1' },
    ...{ HANDOVER_SECRET: secret, HANDOVER_DATA_DIR: folder, HANDOVER_ALLOW_PRIVATE_CALLBACKS: 'true' },
    BENCH_CALLBACK_URL: callbackUrl,
  };
  const start = async (script: string, more: NodeJS.ProcessEnv = {}, name = script): Promise<void> => {
    const child = await startChild({
      ...{ name, file: process.execPath, args: [path.join(__dirname, `../${script}.js`)] },
      ...{ logFile: file(`${name.replaceAll('/', '-')}.log`), env: { ...env, ...more } },
      ...{ stopSignal: 'SIGTERM', ipc: true },
    });
    onClose(() => child.stop());
    await waitUntilReady(child, child.isReady);
  };
  const startApi = async (name: string, more: NodeJS.ProcessEnv = {}): Promise<string> => {
    const port = await getPort();
    await start('api/main', { PORT: String(port), ...more }, name);
    return `http://127.0.0.1:${port}`;
  };
  await start('worker/main');
  await start('bench/bare/worker');
  return {
    ...{ temporalAddress: temporal.address, apiKey },
    apiUrl: await startApi('api'),
    guardedApiUrl: await startApi('guarded-api', { HANDOVER_LIMITS: HIGH_LIMITS }),
  };
}
