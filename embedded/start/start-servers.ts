import { findTemporal } from '../find-temporal';
import { startPostgres } from '../postgres';
import { OWNER } from '../postgres/roles';
import { startTemporal } from '../temporal';
import type { StartContext } from './context';

/** Where PostgreSQL and Temporal can be reached. */
export interface Servers {
  readonly databaseUrl: string;
  /** The same database, as the role that migrates it. */
  readonly migrationUrl: string;
  readonly temporalAddress: string;
  /** Null when TEMPORAL_ADDRESS names another server. */
  readonly temporalUiUrl: string | null;
}

/** Starts PostgreSQL and Temporal at the same time, except for those that the environment names. */
export async function startServers(context: StartContext): Promise<Servers> {
  const { databaseUrl, temporalAddress, config } = context.settings;
  const [postgres, temporal] = await Promise.all([
    databaseUrl ? { databaseUrl, migrationUrl: config.DATABASE_MIGRATION_URL ?? databaseUrl } : postgresStep(context),
    temporalAddress ? { temporalAddress, temporalUiUrl: null } : temporalStep(context),
  ]);
  return { ...postgres, ...temporal };
}

async function postgresStep({ data, progress, record, watch }: StartContext) {
  const postgres = await progress.step({
    label: 'PostgreSQL',
    doing: 'starting',
    work: () => startPostgres({ dataDir: data.postgres, logFile: data.log('postgres'), record }),
    done: ({ port, dataDir }) => `127.0.0.1:${port}${dataDir === data.postgres ? '' : `, data in ${dataDir}`}`,
  });
  watch(postgres.child, 'PostgreSQL');
  return { databaseUrl: postgres.url(), migrationUrl: postgres.url('handover', OWNER) };
}

async function temporalStep({ data, progress, record, watch }: StartContext) {
  const temporal = await progress.step({
    label: 'Temporal',
    doing: 'looking for it',
    work: async (say) => {
      const binary = await findTemporal(say);
      say('starting');
      return startTemporal({ binary, dbFile: data.temporalDb, logFile: data.log('temporal'), record });
    },
    done: ({ address }) => address,
  });
  watch(temporal.child, 'Temporal');
  return { temporalAddress: temporal.address, temporalUiUrl: temporal.uiUrl };
}
