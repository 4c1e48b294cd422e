import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../../embedded/postgres';
import { startTemporal } from '../../embedded/temporal';
import { findTimeSkippingServer } from '../../embedded/time-skipping';
import { migrate } from '../../store/migrate';
import { writeBundle } from '../../worker/bundle';
import { NAMESPACES } from './namespace';
import { keepServers } from './servers';

const TEMPLATE = 'handover_template';

/** Starts the run's servers, once: PostgreSQL with a migrated template, a real Temporal; and finds what tests start themselves. */
export default async function globalSetup(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'handover-run-'));
  const file = (name: string) => path.join(folder, name);
  const [postgres, temporal, timeSkipping] = await Promise.all([
    startPostgres({ dataDir: file('postgres'), logFile: file('postgres.log'), settings: { max_connections: '300' } }),
    startTemporal({
      dbFile: file('temporal.db'),
      logFile: file('temporal.log'),
      uiPort: false,
      namespaces: NAMESPACES,
    }),
    findTimeSkippingServer(() => undefined),
  ]);
  keepServers({ folder, postgres, temporal });
  await createTemplate(postgres.url('postgres'), postgres.url(TEMPLATE));
  await writeBundle(file('workflow-bundle.js'));
  Object.assign(process.env, {
    HANDOVER_TEST_DIR: folder,
    HANDOVER_TEST_POSTGRES: postgres.url('postgres'),
    HANDOVER_TEST_TEMPORAL: temporal.address,
    HANDOVER_TEST_TIME_SKIPPING: timeSkipping,
    HANDOVER_TEST_BUNDLE: file('workflow-bundle.js'),
  });
}

async function createTemplate(adminUrl: string, templateUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`).finally(() => client.end());
  await migrate(templateUrl);
}
