import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { NativeConnection } from '@temporalio/worker';
import { TASK_QUEUES } from '../../contract/workflow-names';
import { createAsk } from '../support/asked-decision';
import { fromSetup } from '../support/database';
import { claimNamespace } from '../support/namespace';
import { scriptedActivities } from '../support/scripted-activities';
import { runWorkers } from '../support/workflow-workers';
import { PATHS } from './paths';

// The SDK's own historyToJSON fails where npm has installed more than one protobufjs, as it does here.
const { History } = temporal.api.history.v1;

export const HISTORIES = path.join(__dirname, 'histories');
export const fileOf = (name: string): string => path.join(HISTORIES, `${name}.json`);

/** Who recorded, in place of a process and its machine. */
const IDENTITY = 'recorder';
/** Of no use to a replay: what tells of the machine that recorded, or is another one every time. */
const LEFT_OUT = new Set(['stackTrace', 'taskId', 'requestId', 'historySizeBytes', 'binaryChecksum', 'buildId']);

/** Walks every path that has no history yet on the run's real server, all at once, and writes their histories down. */
export async function recordMissing(): Promise<void> {
  const missing = Object.entries(PATHS).filter(([name]) => !existsSync(fileOf(name)));
  const address = fromSetup('HANDOVER_TEST_TEMPORAL');
  const namespace = claimNamespace();
  const now = async () => Date.now();
  const activities = scriptedActivities(now);
  const connection = await NativeConnection.connect({ address });
  const workers = await runWorkers({ connection, namespace, activities, identity: IDENTITY });
  const client = new Client({ connection: await Connection.connect({ address }), namespace, identity: IDENTITY });
  const walk = {
    ask: createAsk({ client, activities, now }),
    workflow: (id: string) => client.workflow.getHandle(id),
    reconcile: async () => {
      const handle = await client.workflow.start('reconcile', {
        workflowId: 'reconcile',
        taskQueue: TASK_QUEUES.decisions,
      });
      await handle.result();
      return handle;
    },
  };
  mkdirSync(HISTORIES, { recursive: true });
  const record = async (name: string, handle: WorkflowHandle) => writeFileSync(fileOf(name), await historyOf(handle));
  await Promise.all(missing.map(async ([name, path]) => record(name, await path(walk)))).finally(async () => {
    await workers.stop();
    await client.connection.close();
    await connection.close();
  });
}

/** One event a line: short, and a change in one event is a change in one line. `readHistory` takes it back. */
async function historyOf(handle: WorkflowHandle): Promise<string> {
  const history = History.create(await handle.fetchHistory());
  const { events } = History.toObject(history, { enums: String, longs: String, bytes: String });
  const lines = events.map((event: unknown) =>
    JSON.stringify(event, (key, value) => (LEFT_OUT.has(key) ? undefined : value)),
  );
  return `{"events":[\n${lines.join(',\n')}\n]}\n`;
}

/** A history as the SDK replays it. */
export const readHistory = (text: string): temporal.api.history.v1.IHistory => History.fromObject(JSON.parse(text));
