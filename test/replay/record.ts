import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { NativeConnection } from '@temporalio/worker';
import { createAsk } from '../support/asked-decision';
import { fromSetup } from '../support/database';
import { claimNamespace } from '../support/namespace';
import { scriptedActivities } from '../support/scripted-activities';
import { runWorkers } from '../support/workflow-workers';
import { PATHS } from './paths';

// The SDK's own historyToJSON fails where npm has installed more than one protobufjs, as it does here.
const { History } = temporal.api.history.v1;
type HistoryMessage = InstanceType<typeof History>;

export const HISTORIES = path.join(__dirname, 'histories');

/** Who recorded, in place of a process and its machine. */
const IDENTITY = 'recorder';
/** Of no use to a replay, and telling of the machine that recorded, or other every time. */
const LEFT_OUT = new Set(['stackTrace', 'taskId', 'requestId', 'historySizeBytes', 'binaryChecksum', 'buildId']);

/** Walks every path on the run's real server, all at once, and writes down what its histories are. */
export async function recordHistories(): Promise<void> {
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
  };
  const recorded = Object.entries(PATHS).map(
    async ([name, path]) => [name, await historyOf(await path(walk))] as const,
  );
  const histories = await Promise.all(recorded);
  await workers.stop();
  await client.connection.close();
  rmSync(HISTORIES, { recursive: true, force: true });
  mkdirSync(HISTORIES);
  for (const [name, history] of histories) writeFileSync(path.join(HISTORIES, `${name}.json`), history);
}

/** One event a line: short, and a change in one event is a change in one line. `readHistory` takes it back. */
async function historyOf(handle: WorkflowHandle): Promise<string> {
  const { events } = History.toObject(await handle.fetchHistory(), { enums: String, longs: String, bytes: String });
  const lines = events.map((event: unknown) =>
    JSON.stringify(event, (key, value) => (LEFT_OUT.has(key) ? undefined : value)),
  );
  return `{"events":[\n${lines.join(',\n')}\n]}\n`;
}

/** A recorded history, as the SDK replays it. */
export const readHistory = (text: string): HistoryMessage => History.fromObject(JSON.parse(text));
