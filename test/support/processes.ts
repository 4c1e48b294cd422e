import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import getPort from 'get-port';
import { bootstrap, type FirstKey } from '../../accounts/bootstrap';
import { type Child, startChild } from '../../embedded/child-process';
import { startOrphanReaper } from '../../embedded/orphan-reaper';
import { openProcessRecord, type ProcessRecord } from '../../embedded/process-record';
import { makeScratchFolder } from '../../embedded/scratch-folder';
import { waitUntilReady } from '../../embedded/wait-until-ready';
import { packageRoot } from '../../platform/package-root';
import { createSecrets } from '../../platform/secrets';
import { type Db, openDb } from '../../store/db';
import { type ApiClient, apiClient } from './api-client';
import { cloneDatabase } from './database';
import { testEnvironment } from './environment';
import { createLedger, type Ledger } from './ledger';
import { type Mailbox, openMailbox } from './mailbox';
import { leaveNamespace } from './namespace';
import { type Receiver, startReceiver } from './receiver';

/** The product as it runs in production: every API and every worker a process of its own, that can be killed. */
export interface Product {
  readonly key: FirstKey;
  readonly db: Db;
  readonly temporal: Client;
  readonly mailbox: Mailbox;
  readonly receiver: Receiver;
  /** What was acknowledged to those who asked and answered. */
  readonly ledger: Ledger;
  startApi(env?: NodeJS.ProcessEnv): Promise<ApiProcess>;
  startWorker(env?: NodeJS.ProcessEnv): Promise<Child>;
  /** Kills every process that still runs, and leaves nothing behind. */
  stop(): Promise<void>;
}

/** One API process, called as an agent calls it, and as an approver's browser does. */
export interface ApiProcess extends ApiClient {
  readonly url: string;
  readonly process: Child;
  /** Sends the form of the approver's page, through this person's link in the step that is open. */
  click(id: string, approver: string, form: { verdict: 'approve' | 'deny'; note?: string }): Promise<Response>;
}

/** A folder for servers and processes of one test file: however the file ends, they are ended and the folder deleted. */
export interface Sandbox {
  readonly record: ProcessRecord;
  file(name: string): string;
  close(): Promise<void>;
}

export function openSandbox(): Sandbox {
  const folder = makeScratchFolder('faults');
  const file = (name: string) => path.join(folder, name);
  const reaper = startOrphanReaper(file('processes.json'), folder);
  return { record: openProcessRecord(file('processes.json')), file, close: () => reaper.dismiss() };
}

export interface ProductOptions {
  /** Where the processes and their files live; one of its own unless given, and then the giver closes it. */
  readonly sandbox?: Sandbox;
  /** A migrated database; a clone of the template unless given. */
  readonly databaseUrl?: string;
  /** Environment of every process, over the usual one. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The same for all APIs, as behind a load balancer; nobody connects to it. */
const PUBLIC_URL = 'http://handover.localhost';

/** Prepares the product from what is built in `dist`, which is made current first. Starts no process yet. */
export async function prepareProduct(options: ProductOptions = {}): Promise<Product> {
  await promisify(execFile)(process.execPath, ['embedded/setup.mjs'], { cwd: packageRoot });
  const sandbox = options.sandbox ?? openSandbox();
  const databaseUrl = options.databaseUrl ?? (await cloneDatabase());
  const env: NodeJS.ProcessEnv = {
    ...testEnvironment(databaseUrl, sandbox.file('data'), 0),
    ...{ PUBLIC_URL, LOG_LEVEL: 'warn', HANDOVER_RECONCILE_SECONDS: '8' },
    ...options.env,
  };
  const secret = env.HANDOVER_SECRET ?? '';
  const key = await bootstrap({ databaseUrl, secret, ownerEmail: 'owner@company.com' });
  const connection = await Connection.connect({ address: env.TEMPORAL_ADDRESS ?? '' });
  const temporal = new Client({ connection, namespace: env.TEMPORAL_NAMESPACE ?? 'default' });
  const db = openDb(databaseUrl, { connections: 4 });
  const receiver = await startReceiver();
  const ledger = createLedger();
  const secrets = createSecrets(secret);
  const children: Child[] = [];

  const start = async (name: 'api' | 'worker', more: NodeJS.ProcessEnv): Promise<Child> => {
    const child = await startChild({
      name: `${name}-${children.length + 1}`,
      file: process.execPath,
      args: [path.join(packageRoot, `dist/${name}/main.js`)],
      env: { ...process.env, ...env, ...more },
      logFile: sandbox.file(`${name}-${children.length + 1}.log`),
      stopSignal: 'SIGTERM',
      ipc: true,
      record: sandbox.record,
    });
    children.push(child);
    await waitUntilReady(child, child.isReady);
    return child;
  };

  return {
    ...{ key, db, temporal, receiver, ledger },
    mailbox: openMailbox(sandbox.file('data')),
    startWorker: (more = {}) => start('worker', more),
    startApi: async (more = {}) => {
      const port = await getPort();
      const url = `http://127.0.0.1:${port}`;
      const child = await start('api', { PORT: String(port), ...more });
      const client = apiClient(url, key.apiKey);
      return {
        ...client,
        ...{ url, process: child },
        answer: async (id, body) => ledger.note(id, body.action, await client.answer(id, body)),
        click: async (id, approver, form) => {
          const where = { decisionId: id, approver, status: { not: 'waiting' } };
          const assignment = await db.assignment.findFirstOrThrow({ where, orderBy: { step: 'desc' } });
          const reply = await fetch(`${url}/d/${secrets.linkToken(id, assignment.id)}`, {
            ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(form) },
            headers: { origin: PUBLIC_URL },
          });
          return ledger.note(id, form.verdict, reply);
        },
      };
    },
    stop: async () => {
      await Promise.all(children.map((child) => child.stop('SIGKILL')));
      await leaveNamespace(temporal);
      await receiver.close();
      await connection.close();
      await db.$disconnect();
      if (!options.sandbox) await sandbox.close();
    },
  };
}
