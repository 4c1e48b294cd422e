import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import getPort from 'get-port';
import { bootstrap, type FirstKey } from '../../accounts/bootstrap';
import { type Api, startApi } from '../../api/start';
import { reconcile } from '../../decisions/reconcile';
import { type Config, readConfig } from '../../platform/config';
import { createLogger, type Logger } from '../../platform/log';
import { type Db, openDb } from '../../store/db';
import { createWaker } from '../../temporal/wake';
import { installRuntime } from '../../worker/runtime';
import { startWorker, type WorkerProcess } from '../../worker/start';
import { TASK_QUEUES } from '../../workflows/names';
import { type ApiClient, apiClient } from './api-client';
import { asOwner, cloneDatabase, fromSetup } from './database';
import { testEnvironment } from './environment';
import { type Mailbox, openMailbox } from './mailbox';
import { leaveNamespace } from './namespace';
import { type Receiver, startReceiver } from './receiver';

/** The whole product in this process, on the run's real servers: a database and a namespace of its own. */
export interface Harness extends ApiClient {
  readonly config: Config;
  /** The API's address, without a slash at the end. */
  readonly url: string;
  readonly key: FirstKey;
  readonly db: Db;
  /** The same database, with the role that owns its tables. */
  readonly owner: Db;
  readonly temporal: Client;
  readonly mailbox: Mailbox;
  readonly receiver: Receiver;
  /** One more API on the same servers, as another process has it, with settings of its own. Stopped with the harness. */
  anotherApi(over?: Partial<Config>): Promise<Api>;
  /** Wakes what is behind, as every worker does every few seconds. Returns how many decisions it reached. */
  reconcile(): Promise<number>;
  /** Has the worker do what it does every few minutes, once and to its end. */
  maintain(): Promise<void>;
  startWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

export interface HarnessOptions {
  /** False: its worker is started by the test. */
  readonly worker?: boolean;
  /** Over the usual environment. */
  readonly env?: NodeJS.ProcessEnv;
}

export async function startHarness({ worker = true, env = {} }: HarnessOptions = {}): Promise<Harness> {
  const databaseUrl = await cloneDatabase();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'handover-test-'));
  const config = readConfig({ ...testEnvironment(databaseUrl, dataDir, await getPort()), ...env });
  const log = createLogger(config.LOG_LEVEL, 'test');
  const key = await bootstrap({
    databaseUrl,
    secret: config.HANDOVER_SECRET,
    ownerEmail: 'owner@company.com',
  });
  const api: Api = await startApi(config, log);
  const url = `http://127.0.0.1:${api.port}`;
  const connection = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
  const db = openDb(databaseUrl, { connections: 4 });
  const owner = openDb(asOwner(databaseUrl), { connections: 1 });
  const receiver = await startReceiver();
  const others: Api[] = [];
  let running: WorkerProcess | null = null;
  const harness: Harness = {
    ...apiClient(url, key.apiKey),
    ...{ config, url, key, db, owner, receiver },
    temporal: new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }),
    mailbox: openMailbox(dataDir),
    anotherApi: async (over) => {
      const another = await startApi({ ...config, PORT: 0, METRICS_PORT: 0, ...over }, log);
      others.push(another);
      return another;
    },
    reconcile: () => reconcile({ db, waker: createWaker(harness.temporal, log) }),
    maintain: () => {
      const run = { workflowId: `maintenance-${randomUUID()}`, taskQueue: TASK_QUEUES.decisions };
      return harness.temporal.workflow.execute('maintenance', run);
    },
    startWorker: async () => {
      installOnce(log);
      running = await startWorker(config, log, { bundlePath: fromSetup('HANDOVER_TEST_BUNDLE') });
    },
    stopWorker: async () => {
      await running?.stop();
      running = null;
    },
    stop: async () => {
      await Promise.all([api, ...others].map((one) => one.stop())); // first: what goes on there is for the worker to end
      await harness.stopWorker();
      await leaveNamespace(harness.temporal);
      await receiver.close();
      await connection.close();
      await db.$disconnect();
      await owner.$disconnect();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  if (worker) await harness.startWorker();
  return harness;
}

let installed = false;
function installOnce(log: Logger): void {
  if (!installed) installRuntime(log);
  installed = true;
}
