import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { startOrdinary } from '../support/ordinary';
import type { World } from '../support/world';
import { PATHS } from './paths';

// The SDK's own historyToJSON fails where npm has installed more than one protobufjs, as it does here.
const { History } = temporal.api.history.v1;

export const HISTORIES = path.join(__dirname, 'histories');
export const fileOf = (name: string): string => path.join(HISTORIES, `${name}.json`);

/** How the SDK names this process, and what stands in its place. */
const IDENTITY = `${process.pid}@${hostname()}`;
const RECORDER = 'recorder';
/** Of no use to a replay: what tells about the machine that recorded, or is different every time. */
const LEFT_OUT = new Set(['stackTrace', 'taskId', 'requestId', 'historySizeBytes', 'binaryChecksum', 'buildId']);

/** Takes every path that has no history yet, one after the other, on the run's real server, and writes the histories. */
export async function recordMissing(): Promise<void> {
  const missing = Object.entries(PATHS).filter(([name]) => !existsSync(fileOf(name)));
  if (missing.length === 0) return;
  mkdirSync(HISTORIES, { recursive: true });
  const world = await startOrdinary();
  try {
    for (const [name, path] of missing) {
      reset(world);
      writeFileSync(fileOf(name), await historyOf(await path(world)));
    }
  } finally {
    await world.stop();
  }
}

/** Has the channels and the agent's server behave again. */
function reset({ channels, receiver, postgres }: World): void {
  channels.canEdit = false;
  channels.away.clear();
  channels.unreachable.clear();
  receiver.answer();
  postgres.failures = 0;
}

/** One event a line: short, and a change in one event is a change in one line. `readHistory` reads it. */
async function historyOf(handle: WorkflowHandle): Promise<string> {
  const history = History.create(await handle.fetchHistory());
  const { events } = History.toObject(history, { enums: String, longs: String, bytes: String });
  const lines = events.map((event: unknown) =>
    JSON.stringify(event, (key, value) => (LEFT_OUT.has(key) ? undefined : value)),
  );
  return `{"events":[\n${lines.join(',\n')}\n]}\n`.replaceAll(IDENTITY, RECORDER);
}

/** A history as the SDK replays it. */
export const readHistory = (text: string): temporal.api.history.v1.IHistory => History.fromObject(JSON.parse(text));
