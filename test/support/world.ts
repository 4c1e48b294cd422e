import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, type NativeConnection, Runtime } from '@temporalio/worker';
import { createKey } from '../../accounts/bootstrap';
import { tierOf } from '../../accounts/tiers';
import { type Channel, type Channels, Unreachable } from '../../channels/channel';
import type { MessageState } from '../../channels/message-state';
import { createRequest, parse } from '../../contract/requests';
import { answer, asPerson } from '../../decisions/answer';
import { change } from '../../decisions/change';
import { type CreateContext, create } from '../../decisions/create';
import { createTransitions } from '../../decisions/transitions';
import type { Decision } from '../../domain/decision';
import type { Outcome } from '../../domain/snapshot';
import type { Verdict } from '../../domain/verdict';
import { readConfig } from '../../platform/config';
import { createGuardedFetch } from '../../platform/guarded-fetch';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { createSecrets } from '../../platform/secrets';
import { openStorage } from '../../platform/storage';
import { byKey, SYSTEM } from '../../store/audit';
import { listenForChanges } from '../../store/change-listener';
import { type Db, openDb } from '../../store/db';
import { getDecision } from '../../store/decisions';
import { findKey } from '../../store/keys';
import { createPolicies } from '../../store/policies';
import type { Given } from '../../store/transition';
import { ensureWorkspace } from '../../store/workspaces';
import { createTemporal } from '../../temporal/client';
import { dataConverter } from '../../temporal/connect';
import { createWaker, type Waker } from '../../temporal/wake';
import { activitiesOf } from '../../worker/activities';
import { startWorkers, type Workers } from '../../worker/workers';
import type { decision as decisionWorkflow } from '../../workflows';
import { workflowIdOf } from '../../workflows/names';
import { cloneDatabase, fromSetup } from './database';
import { TEST_SECRET } from './environment';
import { type Receiver, startReceiver } from './receiver';

/** What a person was told about which decision, and when by the clock of the test. */
export interface Told {
  readonly id: string;
  readonly what: 'asked' | 'reminded' | MessageState;
  readonly who: string;
  readonly channel: string;
  readonly at: number;
}

/** The product without HTTP: its own database, its operations, and workers with channels that note what they send. */
export interface World {
  readonly context: CreateContext;
  readonly client: Client;
  readonly told: Told[];
  readonly receiver: Receiver;
  /** How the channels behave from now on. By name: which fail, and which find no one at the address. */
  readonly channels: { canEdit: boolean; readonly away: Set<string>; readonly unreachable: Set<string> };
  /** How many of the next statements of the workers fail, as if PostgreSQL were away. */
  readonly postgres: { failures: number };
  /** Whether changes wake no workflow, as if the process that made them had died. */
  readonly wakes: { areLost: boolean };
  /** Creates a decision, with a callback and one approver unless told otherwise, and returns its id. */
  ask(request?: object): Promise<string>;
  /** Answers as the person behind this assignment. */
  answer(id: string, assignmentId: string, verdict?: Verdict, over?: { executeAt?: number }): Promise<Decision>;
  change(id: string, command: Given): Promise<Decision>;
  find(id: string): Promise<Decision>;
  /** What people were told about a decision, in order, such as `asked ann@company.com`. */
  toldAbout(id: string): readonly string[];
  /** The events that the agent was told about, in order, each time that it was. */
  eventsOf(id: string): readonly string[];
  handle(id: string): WorkflowHandle<typeof decisionWorkflow>;
  /** Waits until the workflows that are to be woken have been. */
  settle(): Promise<void>;
  /** The result of the decision's workflow, waited for. */
  outcome(id: string): Promise<Outcome>;
  now(): Promise<number>;
  startWorkers(): Promise<void>;
  stopWorkers(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldOptions {
  readonly client: Client;
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** In place of PostgreSQL's own clock, in milliseconds since the epoch. */
  readonly clock?: () => Promise<number>;
}

const PUBLIC_URL = 'http://handover.test';

export async function startWorld({ client, connection, namespace, clock }: WorldOptions): Promise<World> {
  const databaseUrl = await cloneDatabase();
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    HANDOVER_SECRET: TEST_SECRET,
    HANDOVER_DATA_DIR: fromSetup('HANDOVER_TEST_DIR'),
  });
  const log = createLogger('silent', 'test');
  const testClock = createTestClock();
  const now = async () => testClock.follow(await (clock ?? Date.now)());
  const db = openDb(databaseUrl, clock ? { clock: now } : {});
  const secrets = createSecrets(TEST_SECRET);
  const metrics = createMetrics();
  const transitions = createTransitions({ db, secrets, metrics, publicUrl: PUBLIC_URL });
  await now();
  const wakes = { areLost: false };
  const waker = losingWaker(createWaker(client, log), wakes);
  const receiver = await startReceiver(now);
  const owner = { ownerEmail: 'owner@company.com', signer: secrets.auditSigner, at: new Date() };
  const key = await createKey(db, secrets, await ensureWorkspace(db, owner), 'test');
  const told: Told[] = [];
  const channels = { canEdit: false, away: new Set<string>(), unreachable: new Set<string>() };
  const postgres = { failures: 0 };
  const context: CreateContext = {
    ...{
      db,
      transitions,
      waker,
      log,
      metrics,
      clock: clock ? testClock.read : () => new Date(),
      publicUrl: PUBLIC_URL,
    },
    temporal: createTemporal(client),
    changes: listenForChanges(databaseUrl, log),
    storage: await openStorage({ url: 'file:', dataDir: config.HANDOVER_DATA_DIR }),
    tier: tierOf(config),
    openLimit: async () => undefined,
    quota: null,
    policies: createPolicies(db),
    channelFault: async () => null,
  };
  const workersDb = failingDb(db, postgres);
  const activities = activitiesOf({
    ...context,
    ...{ db: workersDb, transitions: { ...transitions, db: workersDb }, secrets },
    channels: notingChannels({ told, now, behaviour: channels }),
    fetch: createGuardedFetch({ allowPrivate: true }),
    retentionDays: undefined,
  });
  let workers: Workers | null = null;
  const world: World = {
    ...{ context, client, told, receiver, channels, postgres, wakes, now },
    ask: async (request = {}) => {
      const keyInUse = await findKey(db, secrets.hashKey(key.apiKey), new Date());
      if (!keyInUse) throw new Error('the key of the test is gone');
      const body = { action: 'Send the contract', callback_url: receiver.url, approver: 'ann@company.com', ...request };
      const asked = 'steps' in request || 'approvers' in request ? { ...body, approver: null } : body;
      return (await create(context, keyInUse, parse(createRequest, asked), null)).id;
    },
    answer: (id, assignmentId, verdict = 'approve', { executeAt } = {}) =>
      answer(
        context,
        id,
        {
          verdict,
          notes: verdict === 'modify' ? 'Change it' : null,
          data: null,
          executeAt: executeAt ? new Date(executeAt) : null,
        },
        {
          ...{ via: 'page', assurance: 'link', actor: SYSTEM, apiKeyId: null, contentHash: null },
          identify: asPerson(assignmentId),
        },
      ),
    change: (id, command) => change(context, id, () => ({ command, actor: byKey(key.id) })),
    find: (id) => getDecision(db, id),
    toldAbout: (id) => told.filter((one) => one.id === id).map(({ what, who }) => `${what} ${who}`),
    eventsOf: (id) => receiver.received.filter(({ body }) => body.decision.id === id).map(({ body }) => body.event),
    handle: (id) => client.workflow.getHandle(workflowIdOf(id)),
    settle: waker.drain,
    outcome: async (id) => {
      await waker.drain(); // its workflow is started in the background
      return world.handle(id).result();
    },
    startWorkers: async () => {
      workers = await startWorkers({
        ...{ connection, namespace, activities, dataConverter: dataConverter(config) },
        bundlePath: fromSetup('HANDOVER_TEST_BUNDLE'),
      });
    },
    stopWorkers: async () => {
      await workers?.stop();
      workers = null;
    },
    stop: async () => {
      await waker.drain();
      await world.stopWorkers();
      await context.changes.close();
      await receiver.close();
      await db.$disconnect();
    },
  };
  await world.startWorkers();
  return world;
}

/** A clock that was last read when something asked the server for its time. */
function createTestClock() {
  let latest = 0;
  return {
    follow: (time: number) => {
      latest = Math.max(latest, time);
      return time;
    },
    read: () => new Date(latest),
  };
}

function losingWaker(waker: Waker, wakes: World['wakes']): Waker {
  return {
    ...waker,
    start: (decision) => {
      if (!wakes.areLost) waker.start(decision);
    },
    wake: (decision, note) => {
      if (!wakes.areLost) waker.wake(decision, note);
    },
  };
}

/** The database, except that the next statements fail if the test says so. */
function failingDb(db: Db, postgres: World['postgres']): Db {
  return new Proxy(db, {
    get: (target, name) => {
      if (postgres.failures === 0 || (name !== 'sql' && name !== 'prepared' && name !== 'begin'))
        return Reflect.get(target, name, target);
      postgres.failures -= 1;
      return async () => {
        throw new Error('connect ECONNREFUSED');
      };
    },
  });
}

/** Channels that note what they send, and behave as the test says. */
function notingChannels({
  told,
  now,
  behaviour,
}: {
  readonly told: Told[];
  readonly now: () => Promise<number>;
  readonly behaviour: World['channels'];
}): Channels {
  const channel = (name: string): Channel => {
    const note = async (what: Told['what'], id: string, who: string) => {
      if (behaviour.unreachable.has(name)) throw new Unreachable('no one has this address');
      if (behaviour.away.has(name)) throw new Error('the channel is away');
      told.push({ id, what, who, channel: name, at: await now() });
    };
    return {
      send: async ({ decision, assignment, occasion }) => {
        await note(occasion === 'ask' ? 'asked' : 'reminded', decision.id, assignment.approver);
        return behaviour.canEdit ? { message: randomUUID() } : null;
      },
      update: (_message, { decision, assignment }, state) => note(state, decision.id, assignment.approver),
    };
  };
  return { email: channel('email'), slack: channel('slack') };
}

/** Has the SDK report errors only: activities that fail and servers that know less are what these tests are about. */
export function quietRuntime(): void {
  const logging = { filter: makeTelemetryFilterString({ core: 'ERROR' }) };
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR'), telemetryOptions: { logging } });
}
