import path from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { Client } from 'pg';
import { type Child, startChild } from './child';
import { findBinaries } from './postgres/binaries';
import { openCluster } from './postgres/cluster';
import { makeDataFolder } from './postgres/data-folder';
import { clearLeftover } from './postgres/leftover';
import { ensureRoles, passwordOf, type Role, RUNTIME, SUPERUSER } from './postgres/roles';
import { postgresUser } from './postgres/run-as';
import { asArguments, SETTINGS } from './postgres/settings';
import type { ProcessRecord } from './process-record';
import { untilReady } from './ready';

const READY_MS = 120_000; // recovery after a power cut takes its time

export interface PostgresOptions {
  /** Made when missing. As root it may have to be kept elsewhere: see `dataDir` of what is returned. */
  readonly dataDir: string;
  readonly logFile: string;
  /** A free one from 54320 up, unless given. */
  readonly port?: number;
  /** Over the usual ones, by PostgreSQL's names. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly record?: ProcessRecord;
}

export interface Postgres {
  /** Connects on this machine, as the runtime role unless another one is named. */
  url(database?: string, role?: Role): string;
  readonly port: number;
  readonly pid: number;
  /** Where the data really is. */
  readonly dataDir: string;
  readonly child: Child;
  /** `fast` ends sessions and writes everything down; `immediate` is like pulling the plug. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
}

/**
 * Starts PostgreSQL from the binaries npm installed, with a database `handover`, and waits until it answers. One left
 * running on the same data by a killed run is stopped first.
 * @throws {SetupError} when it does not start: what it said, and what to do
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const user = postgresUser();
  const binaries = findBinaries(user);
  const folder = makeDataFolder(path.resolve(options.dataDir), user);
  const cluster = openCluster(folder, binaries, user);
  await clearLeftover(cluster.data);

  const port = options.port ?? (await getPort({ port: portNumbers(54_320, 54_420) }));
  const url = (database = 'handover', role: Role = RUNTIME) =>
    `postgresql://${role}:${passwordOf(role, cluster.password)}@127.0.0.1:${port}/${database}`;
  const adminUrl = url('postgres', SUPERUSER);
  const child = await startChild({
    name: 'postgres',
    file: binaries.postgres,
    args: ['-D', cluster.data, '-p', String(port), ...asArguments({ ...SETTINGS, ...options.settings })],
    logFile: options.logFile,
    stopSignal: 'SIGINT',
    cwd: '/',
    user,
    record: options.record,
  });
  await untilReady(child, () => answers(adminUrl), {
    what: `PostgreSQL (data in ${cluster.data})`,
    advice: 'Mend what it names, or set DATABASE_URL to a PostgreSQL of your own.',
    withinMs: READY_MS,
  });
  await ensureRoles(adminUrl, cluster.password);

  return {
    url,
    port,
    pid: child.pid,
    dataDir: folder,
    child,
    stop: (mode = 'fast') => child.stop(mode === 'fast' ? 'SIGINT' : 'SIGQUIT', 30_000),
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
