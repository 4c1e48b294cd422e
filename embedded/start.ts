import path from 'node:path';
import type { Child } from './child-process';
import { tryLock } from './lock-file.mjs';
import { startOrphanReaper } from './orphan-reaper';
import { startOutbox } from './outbox';
import type { OutboxLook } from './outbox/app';
import { openProcessRecord, stopRecorded } from './process-record';
import { createProgress } from './progress.mjs';
import { Interrupted, reasonOf, SetupError } from './setup-error.mjs';
import type { StartContext } from './start/context';
import { openDataFolder } from './start/data-folder';
import { existingApiKey, type Quickstart, writeQuickstart } from './start/quickstart';
import { readyText } from './start/ready-text';
import { checkPort, readSettings } from './start/settings';
import { startProduct } from './start/start-product';
import { type Servers, startServers } from './start/start-servers';
import { waitForStopSignal } from './start/stop-signal';

const GRACE_MS = 15_000;
const HURRIED_GRACE_MS = 500;

/** What `npm start` needs from the product besides its two processes. */
export interface StartOptions {
  /** Migrates the database and returns its first API key, which is `existingKey` as long as that is valid. */
  prepareDatabase(settings: {
    readonly databaseUrl: string;
    /** The same database, as the role that migrates it. */
    readonly migrationUrl: string;
    readonly secret: string;
    readonly ownerEmail: string;
    readonly existingKey: string | undefined;
  }): Promise<FirstKey>;
  readonly outbox: OutboxLook;
}

interface FirstKey {
  readonly apiKey: string;
  readonly webhookSecret: string;
}

/** `npm start`: runs everything on this machine until it is told to stop, then ends this process. */
export function start(options: StartOptions): void {
  run(options).catch((error: unknown) => {
    if (error instanceof Interrupted) console.log('  Stopped.');
    else console.error(error instanceof SetupError ? `\n${error.message}\n` : error);
    process.exit(error instanceof Interrupted ? 0 : 1);
  });
}

async function run(options: StartOptions): Promise<never> {
  process.umask(0o077); // all files, and those of every process started from here, are private
  const data = openDataFolder(path.resolve(process.env.HANDOVER_DATA_DIR || '.data'));
  const settings = await readSettings(process.env, data);
  const release = lockDataFolder(data.lock, settings.config.PUBLIC_URL);
  const stopSignal = waitForStopSignal(() => {
    void stopRecorded(data.processes, HURRIED_GRACE_MS).then(() => process.exit(130));
  });
  const progress = createProgress();
  const { watch, failure } = createWatch();
  try {
    await stopRecorded(data.processes, GRACE_MS); // left by a start that was killed
    await checkPort(settings.config);
    startOrphanReaper(data.processes);
    const context = { settings, data, progress, record: openProcessRecord(data.processes), watch };
    await Promise.race([stopSignal, failure, startAll(context, options)]);
    return await Promise.race([stopSignal, failure]);
  } finally {
    progress.close();
    await stopRecorded(data.processes, GRACE_MS); // the API first, PostgreSQL last
    release();
  }
}

/** @throws {SetupError} with the process and the address when `npm start` already runs on this data folder */
function lockDataFolder(file: string, url: string): () => void {
  const { holder, release } = tryLock(file, url);
  if (release) return release;
  throw new SetupError(
    `Handover already runs on this data folder: process ${holder.pid}, ${holder.note}.\n` +
      'Stop it first, or set HANDOVER_DATA_DIR and PORT to run a second one.',
  );
}

/** Returns a promise that rejects when the first watched process ends, with its name and the last lines of its log. */
function createWatch() {
  let reject: (error: SetupError) => void = () => undefined;
  const failure = new Promise<never>((_resolve, rejectFailure) => {
    reject = rejectFailure;
  });
  failure.catch(() => undefined); // nobody awaits it yet
  const watch = (child: Child, name: string) => {
    void child.ended.then((how) => {
      reject(new SetupError(`${name} ended (${how}). The end of ${child.logFile}:\n\n${child.lastLines()}`));
    });
  };
  return { watch, failure };
}

/** Starts everything in the order of its dependencies, and prints how to use it. */
async function startAll(context: StartContext, options: StartOptions): Promise<void> {
  const { settings, data } = context;
  const servers = await startServers(context);
  const key = await prepareDatabase(context, servers, options);
  await startProduct(context, servers);
  const outbox = await startOutbox(data.outbox, options.outbox);
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

function prepareDatabase(
  context: StartContext,
  { databaseUrl, migrationUrl }: Servers,
  options: StartOptions,
): Promise<FirstKey> {
  const { settings, data, progress } = context;
  const { HANDOVER_SECRET: secret, HANDOVER_OWNER_EMAIL: ownerEmail } = settings.config;
  const work = () =>
    options
      .prepareDatabase({ databaseUrl, migrationUrl, secret, ownerEmail, existingKey: existingApiKey(data.quickstart) })
      .catch((error: unknown) => {
        const advice = settings.databaseUrl ? '\nCheck DATABASE_URL, or unset it to have a PostgreSQL started.' : '';
        throw new SetupError(`The database couldn't be prepared: ${reasonOf(error)}${advice}`);
      });
  return progress.step({ label: 'Database', doing: 'migrating', work, done: 'up to date' });
}
