import path from 'node:path';
import { bootstrap } from '../accounts/bootstrap';
import { migrate } from '../store/migrate';
import { startGuard } from './guard';
import { startOutbox } from './outbox';
import { openProcessRecord, stopRecorded } from './process-record';
import { createProgress, type Progress } from './progress.mjs';
import { reasonOf } from './reason';
import { Interrupted, SetupError } from './setup/command.mjs';
import { type DataFolder, openDataFolder } from './start/data-folder';
import { startProduct } from './start/product';
import { keptApiKey, type Quickstart, writeQuickstart } from './start/quickstart';
import { readyText } from './start/ready-text';
import { type Servers, startServers } from './start/servers';
import { checkPort, readSettings, type Settings } from './start/settings';
import { takeDataFolder } from './start/single-instance';
import { toldToStop } from './start/stopping';
import { createWatch, type Watch } from './start/watch';

const GRACE_MS = 15_000;
const HURRIED_GRACE_MS = 500;
const CHECK_URL = '\nCheck DATABASE_URL, or unset it to have a PostgreSQL started here.';

/** `npm start`: runs everything on this machine until it is told to stop, and leaves nothing running. */
async function main(): Promise<void> {
  const data = openDataFolder(path.resolve(process.env.HANDOVER_DATA_DIR || '.data'));
  const settings = await readSettings(process.env, data);
  const giveBack = takeDataFolder(data.lock, settings.config.PUBLIC_URL);
  const told = toldToStop(() => void stopRecorded(data.processes, HURRIED_GRACE_MS).then(() => process.exit(130)));
  const { watch, firstDeath } = createWatch();
  const progress = createProgress();
  try {
    await stopRecorded(data.processes, GRACE_MS); // what a killed start has left
    await checkPort(settings.config);
    startGuard(data.processes);
    await Promise.race([told, firstDeath, startAll(settings, data, { progress, watch })]);
    await Promise.race([told, firstDeath]);
  } finally {
    progress.close();
    await stopRecorded(data.processes, GRACE_MS); // the API first, PostgreSQL last
    giveBack();
  }
}

/** Starts one after the other what rests on the one before, and says how to use it. */
async function startAll(
  settings: Settings,
  data: DataFolder,
  { progress, watch }: { progress: Progress; watch: Watch },
): Promise<void> {
  const record = openProcessRecord(data.processes);
  const servers = await startServers(settings, data, { progress, record, watch });
  const key = await prepareDatabase(settings, servers, data, progress);
  await startProduct(settings, servers, data, { progress, record, watch });
  const outbox = await startOutbox(data.outbox);
  const quickstart: Quickstart = {
    url: settings.config.PUBLIC_URL,
    api_key: key.apiKey,
    webhook_secret: key.webhookSecret,
    owner_email: settings.config.HANDOVER_OWNER_EMAIL,
    outbox_url: outbox.url,
    outbox_dir: data.outbox,
    temporal_ui_url: servers.temporalUiUrl,
    temporal_address: servers.temporalAddress,
    database_url: servers.databaseUrl,
  };
  writeQuickstart(data.quickstart, quickstart);
  process.stdout.write(readyText(quickstart, data.root, process.stdout));
}

/** Migrates, and makes the first key, or finds it still valid. */
async function prepareDatabase(
  settings: Settings,
  { databaseUrl, migrationUrl }: Servers,
  data: DataFolder,
  progress: Progress,
) {
  const { HANDOVER_SECRET: secret, HANDOVER_OWNER_EMAIL: ownerEmail } = settings.config;
  let key = { apiKey: '', webhookSecret: '' };
  await progress.step('Database', async (say) => {
    say('migrating');
    try {
      await migrate(migrationUrl, databaseUrl);
      key = await bootstrap({ databaseUrl, secret, ownerEmail, existingKey: keptApiKey(data.quickstart) });
    } catch (error) {
      throw new SetupError(
        `The database could not be prepared: ${reasonOf(error)}${settings.databaseUrl ? CHECK_URL : ''}`,
      );
    }
    return 'up to date';
  });
  return key;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof Interrupted) {
      console.log('  Stopped.');
      process.exit(0);
    }
    console.error(error instanceof SetupError ? `\n${error.message}\n` : error);
    process.exit(1);
  },
);
