import path from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { Client } from 'pg';
import { type Child, startChild } from './child-process';
import { findBinaries } from './postgres/binaries';
import { type Cluster, openCluster } from './postgres/cluster';
import { makeDataFolder } from './postgres/data-folder';
import { ensureRoles, passwordOf, type Role, RUNTIME, SUPERUSER } from './postgres/roles';
import { asArguments, SETTINGS } from './postgres/settings';
import { stopLeftover } from './postgres/stop-leftover';
import { postgresUser } from './postgres/system-user';
import type { ProcessRecord } from './process-record';
import { SetupError } from './setup-error.mjs';
import { waitUntilReady } from './wait-until-ready';

const READY_MS = 120_000; // recovery after a power cut takes time

export interface PostgresOptions {
  /** Created when missing. For root the data may have to be elsewhere: see `dataDir` of the result. */
  readonly dataDir: string;
  readonly logFile: string;
  /** By default a free port from 54320 up. */
  readonly port?: number;
  /** PostgreSQL settings by name, which override the defaults. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly record?: ProcessRecord;
}

export interface Postgres {
  /** Connects on this machine, as the runtime role unless another one is named. */
  url(database?: string, role?: Role): string;
  readonly port: number;
  readonly pid: number;
  /** The folder that contains the data. */
  readonly dataDir: string;
  readonly child: Child;
  /** `fast` ends all sessions and shuts down cleanly, `immediate` stops as a crash would. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

/**
 * Starts PostgreSQL from the binaries that npm installed, with a database `handover`, and waits until it accepts
 * connections. A server that a killed run left on the same data is stopped first.
 * @throws {SetupError} with its log and what to do when it doesn't start
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const user = postgresUser();
  const binaries = findBinaries(user);
  const folder = makeDataFolder(path.resolve(options.dataDir), user);
  const cluster = openCluster(folder, binaries, user);
  await stopLeftover(cluster.data);

  const isChosen = options.port !== undefined;
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await getPort({ port: portNumbers(54_320, 54_420) }));
    try {
      return await startOn(port, { options, cluster, folder, user, file: binaries.postgres });
    } catch (error) {
      if (isChosen || attempt === ATTEMPTS || !isPortTaken(error)) throw error;
    }
  }
}

/** Another process may take a free port before PostgreSQL does. */
const ATTEMPTS = 3;
const isPortTaken = (error: unknown): boolean =>
  error instanceof SetupError && error.message.includes('Address already in use');

interface Start {
  readonly options: PostgresOptions;
  readonly cluster: Cluster;
  readonly folder: string;
  readonly user: ReturnType<typeof postgresUser>;
  /** The program. */
  readonly file: string;
}

async function startOn(port: number, { options, cluster, folder, user, file }: Start): Promise<Postgres> {
  const url = (database = 'handover', role: Role = RUNTIME) =>
    `postgresql://${role}:${passwordOf(role, cluster.password)}@127.0.0.1:${port}/${database}`;
  const adminUrl = url('postgres', SUPERUSER);
  const child = await startChild({
    name: 'postgres',
    file,
    args: ['-D', cluster.data, '-p', String(port), ...asArguments({ ...SETTINGS, ...options.settings })],
    logFile: options.logFile,
    stopSignal: 'SIGINT',
    cwd: '/',
    user,
    record: options.record,
  });
  await waitUntilReady(child, () => acceptsConnections(adminUrl), {
    what: `PostgreSQL (data in ${cluster.data})`,
    advice: 'Fix the error above, or set DATABASE_URL to a PostgreSQL of your own.',
    withinMs: READY_MS,
  });
  await ensureRoles(adminUrl, cluster.password);
  return {
    ...{ url, port, child },
    pid: child.pid,
    dataDir: folder,
    stop: (mode = 'fast') => child.stop(mode === 'fast' ? 'SIGINT' : 'SIGQUIT', 30_000),
  };
}

async function acceptsConnections(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}
