import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import getPort from 'get-port';
import { bootstrap } from '../../accounts/bootstrap';
import { type Child, startChild } from '../../embedded/child-process';
import { startOrphanReaper } from '../../embedded/orphan-reaper';
import { startPostgres } from '../../embedded/postgres';
import { OWNER } from '../../embedded/postgres/roles';
import { openProcessRecord } from '../../embedded/process-record';
import { makeScratchFolder } from '../../embedded/scratch-folder';
import { startTemporal } from '../../embedded/temporal';
import { waitUntilReady } from '../../embedded/wait-until-ready';
import { packageRoot } from '../../platform/package-root';
import { type Db, openDb } from '../../store/db';
import { migrate } from '../../store/migrate';
import { createPart, type Part } from './part';

/** The product in processes of its own, on servers of its own, reachable from this machine only. */
export interface Product {
  readonly folder: string;
  readonly publicUrl: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly apiUrls: readonly string[];
  readonly db: Db;
  readonly temporal: Client;
  readonly parts: readonly Part[];
  /** Ends every process that it started, and deletes what they stored unless it is to be looked at. */
  stop(): Promise<void>;
}

const PUBLIC_URL = 'http://handover.localhost';
const APIS = 2;
const WORKERS = 2;
/** How often `maintenance` runs, in seconds. */
const MAINTENANCE_SECONDS = 10;

/** `smtpUrl`: where people get their mail. */
export async function startProduct(smtpUrl: string): Promise<Product> {
  const folder = makeScratchFolder('chaos');
  const file = (name: string) => path.join(folder, name);
  const reaper = startOrphanReaper(file('processes.json'));
  const record = openProcessRecord(file('processes.json'));
  const [postgresPort, temporalPort, ...apiPorts] = await Promise.all(
    Array.from({ length: 2 + APIS }, () => getPort()),
  );
  const postgresFiles = { dataDir: file('postgres'), logFile: file('postgres.log') };
  const postgresOptions = { ...postgresFiles, ...(postgresPort ? { port: postgresPort } : {}), record };
  let databaseUrl = '';
  let ownerUrl = '';
  const postgres = createPart({
    ...{ name: 'PostgreSQL', stop: 'SIGINT' },
    start: async () => {
      const started = await startPostgres(postgresOptions);
      databaseUrl = started.url();
      ownerUrl = started.url('handover', OWNER);
      return started.child;
    },
  });
  const temporal = createPart({
    name: 'Temporal',
    start: async () => {
      const files = { dbFile: file('temporal.db'), logFile: file('temporal.log') };
      return (await startTemporal({ ...files, ...(temporalPort ? { port: temporalPort } : {}), uiPort: false, record }))
        .child;
    },
  });
  await Promise.all([postgres.start(), temporal.start()]);
  await migrate(ownerUrl, databaseUrl);
  const secret = randomBytes(32).toString('base64url');
  const { apiKey } = await bootstrap({ databaseUrl, secret, ownerEmail: 'owner@company.com' });
  const env = {
    ...process.env,
    ...{ HOST: '127.0.0.1', PUBLIC_URL, METRICS_PORT: '0', LOG_LEVEL: 'warn', SMTP_URL: smtpUrl },
    ...{ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}` },
    ...{ HANDOVER_SECRET: secret, HANDOVER_DATA_DIR: file('data'), HANDOVER_ALLOW_PRIVATE_CALLBACKS: 'true' },
    ...{ HANDOVER_RECONCILE_SECONDS: String(MAINTENANCE_SECONDS), HANDOVER_LIMITS: 'page=none' },
  };
  const node = async (name: string, script: string, more: NodeJS.ProcessEnv): Promise<Child> => {
    const child = await startChild({
      ...{ name, file: process.execPath, args: [path.join(packageRoot, `dist/${script}.js`)] },
      ...{
        env: { ...env, ...more },
        logFile: file(`${name.replace(' ', '-')}.log`),
        stopSignal: 'SIGTERM',
        ipc: true,
        record,
      },
    });
    return child;
  };
  const apis = apiPorts.map((port, index) =>
    createPart({
      name: `API ${index + 1}`,
      start: async () => {
        const child = await node(`API ${index + 1}`, 'api/main', { PORT: String(port) });
        await waitUntilReady(child, child.isReady);
        return child;
      },
    }),
  );
  const workers = Array.from({ length: WORKERS }, (_, index) =>
    createPart({
      name: `worker ${index + 1}`,
      start: () => node(`worker ${index + 1}`, 'worker/main', {}), // it waits for Temporal by itself
    }),
  );
  const parts = [postgres, temporal, ...apis, ...workers];
  await Promise.all([...apis, ...workers].map((part) => part.start()));
  const connection = await Connection.connect({ address: `127.0.0.1:${temporalPort}` });
  const db = openDb(databaseUrl, { connections: 4 });
  return {
    ...{ folder, publicUrl: PUBLIC_URL, apiKey, secret, db, parts },
    apiUrls: apiPorts.map((port) => `http://127.0.0.1:${port}`),
    temporal: new Client({ connection }),
    stop: async () => {
      await db.$disconnect();
      await connection.close();
      await reaper.dismiss();
    },
  };
}
