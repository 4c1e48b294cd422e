import { startPostgres } from '../postgres';
import { OWNER } from '../postgres/roles';
import type { ProcessRecord } from '../process-record';
import type { Progress, Say } from '../progress.mjs';
import { startTemporal } from '../temporal';
import { findTemporal } from '../temporal-binary';
import type { DataFolder } from './data-folder';
import type { Settings } from './settings';
import type { Watch } from './watch';

/** Where the two servers are that everything rests on. */
export interface Servers {
  readonly databaseUrl: string;
  /** The same database, as the role that migrates it. */
  readonly migrationUrl: string;
  readonly temporalAddress: string;
  /** Null for a Temporal that was not started here. */
  readonly temporalUiUrl: string | null;
}

/** Starts PostgreSQL and Temporal side by side; those the environment names are used as they are. */
export async function startServers(
  { databaseUrl, temporalAddress, config }: Settings,
  data: DataFolder,
  { progress, record, watch }: { progress: Progress; record: ProcessRecord; watch: Watch },
): Promise<Servers> {
  const servers = {
    databaseUrl: databaseUrl ?? '',
    migrationUrl: config.DATABASE_MIGRATION_URL ?? databaseUrl ?? '',
    temporalAddress: temporalAddress ?? '',
    temporalUiUrl: null as string | null,
  };
  const postgres = async (say: Say) => {
    say('starting');
    const started = await startPostgres({ dataDir: data.postgres, logFile: data.log('postgres'), record });
    watch(started.child, 'PostgreSQL');
    servers.databaseUrl = started.url();
    servers.migrationUrl = started.url('handover', OWNER);
    const elsewhere = started.dataDir === data.postgres ? '' : `, data in ${started.dataDir}`;
    return `127.0.0.1:${started.port}${elsewhere}`;
  };
  const temporal = async (say: Say) => {
    const binary = await findTemporal(say);
    say('starting');
    const started = await startTemporal({ binary, dbFile: data.temporalDb, logFile: data.log('temporal'), record });
    watch(started.child, 'Temporal');
    servers.temporalAddress = started.address;
    servers.temporalUiUrl = started.uiUrl ?? null;
    return started.address;
  };
  await Promise.all([
    databaseUrl ? undefined : progress.step('PostgreSQL', postgres),
    temporalAddress ? undefined : progress.step('Temporal', temporal),
  ]);
  return servers;
}
