import path from 'node:path';
import { Client } from 'pg';
import { findTemporal } from '../../embedded/find-temporal';
import { findTimeSkippingServer } from '../../embedded/find-time-skipping-server';
import { startOrphanReaper } from '../../embedded/orphan-reaper';
import { type Postgres, startPostgres } from '../../embedded/postgres';
import { OWNER, SUPERUSER } from '../../embedded/postgres/roles';
import { openProcessRecord } from '../../embedded/process-record';
import { createProgress, type Say } from '../../embedded/progress.mjs';
import { makeScratchFolder } from '../../embedded/scratch-folder';
import { buildIsCurrent } from '../../embedded/setup/build.mjs';
import { startTemporal } from '../../embedded/temporal';
import { packageRoot } from '../../platform/package-root';
import { migrate } from '../../store/migrate';
import { writeBundle } from '../../worker/bundle';
import { NAMESPACES } from './namespace';
import { keepServers } from './servers';

const TEMPLATE = 'handover_template';

/**
 * Starts the run's servers, once: PostgreSQL with a migrated template, a real Temporal; and finds what tests start
 * themselves. However the run ends, its orphan reaper stops the servers and deletes their folder.
 */
export default async function globalSetup(): Promise<void> {
  const folder = makeScratchFolder('run');
  const file = (name: string) => path.join(folder, name);
  const reaper = startOrphanReaper(file('processes.json'), folder);
  const record = openProcessRecord(file('processes.json'));
  const { binary, timeSkipping } = await findServers();
  // Temporal is written in Go: more memory, and no search for work on a core that others need, for a quarter less of its time.
  process.env.GOGC ??= '400';
  process.env.GOMAXPROCS ??= '1';
  const [postgres, temporal] = await Promise.all([
    startPostgres({ dataDir: file('postgres'), logFile: file('postgres.log'), settings: SETTINGS, record }),
    startTemporal({
      ...{ binary, record, namespaces: NAMESPACES, uiPort: false, dynamicConfig: SHORT_HISTORIES },
      ...{ dbFile: file('temporal.db'), logFile: file('temporal.log') },
    }),
  ]);
  keepServers({ reaper, postgres, temporal });
  await createTemplate(postgres);
  Object.assign(process.env, {
    HANDOVER_TEST_DIR: folder,
    HANDOVER_TEST_POSTGRES: postgres.url('postgres', SUPERUSER),
    HANDOVER_TEST_OWNER: postgres.url('postgres', OWNER),
    HANDOVER_TEST_RUNTIME: postgres.url('postgres'),
    HANDOVER_TEST_TEMPORAL: temporal.address,
    HANDOVER_TEST_TIME_SKIPPING: timeSkipping,
    HANDOVER_TEST_BUNDLE: await currentBundle(file('workflow-bundle.js')),
  });
}

/** Thousands of events would take minutes to make. */
const SHORT_HISTORIES = { 'limit.historyCount.suggestContinueAsNew': 400 };

/** The data is thrown away: it need not survive a power cut, only a crash of PostgreSQL. */
const SETTINGS = { max_connections: '300', fsync: 'off', autovacuum: 'off' };

/** Fetching or building them takes minutes, once: that is shown. */
async function findServers(): Promise<{ binary: string; timeSkipping: string }> {
  const progress = createProgress(process.stderr);
  const find = (label: string, work: (say: Say) => Promise<string>) =>
    progress.step({ label, doing: 'looking for it', work, done: 'found' });
  return {
    binary: await find('Temporal', findTemporal),
    timeSkipping: await find('Time skipping', findTimeSkippingServer),
  };
}

/** Migrated by its owner, as in production: the product has the runtime role. */
async function createTemplate(postgres: Postgres): Promise<void> {
  const client = new Client({ connectionString: postgres.url('postgres', SUPERUSER) });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE} OWNER ${OWNER}`).finally(() => client.end());
  await migrate(postgres.url(TEMPLATE, OWNER), postgres.url(TEMPLATE));
}

/** The built bundle, or under plain `jest`, where the sources may be newer, one of its own. */
async function currentBundle(target: string): Promise<string> {
  if (buildIsCurrent()) return path.join(packageRoot, 'dist/workflow-bundle.js');
  await writeBundle(target);
  return target;
}
