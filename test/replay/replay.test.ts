import { readdirSync, readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import path from 'node:path';
import { DeterminismViolationError, Worker } from '@temporalio/worker';
import { fromSetup } from '../support/database';
import { quietRuntime } from '../support/workflow-workers';
import { PATHS } from './paths';
import { HISTORIES, readHistory, recordHistories } from './record';

const NAMES = Object.keys(PATHS);
const read = (name: string): string => readFileSync(path.join(HISTORIES, `${name}.json`), 'utf8');

/** Has the current workflows do again what this history says they did; throws where they would do something else. */
const replay = (history: string): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: { codePath: fromSetup('HANDOVER_TEST_BUNDLE') } }, readHistory(history));

beforeAll(async () => {
  quietRuntime();
  if (process.env.RECORD_HISTORIES) await recordHistories();
}, 180_000);

test.each(NAMES)('a decision that was begun before this version goes on: %s', async (name) => {
  await replay(read(name));
});

test('a change in what the workflows do is noticed', async () => {
  const changed = read('approved').replaceAll('"name":"notify"', '"name":"another"');
  await expect(replay(changed)).rejects.toThrow(DeterminismViolationError);
});

test('there is a history of every path, and none of a path that is gone', () => {
  expect(readdirSync(HISTORIES).sort()).toEqual(NAMES.map((name) => `${name}.json`).sort());
});

test.each(NAMES)('the history of %s tells nothing of the machine that recorded it', (name) => {
  const history = read(name);
  const payloads = [...history.matchAll(/"data":"([^"]+)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString(),
  );
  const told = [history, ...payloads].join('\n');
  for (const secret of [hostname(), homedir(), process.cwd(), 'node_modules', '.ts:'])
    expect(told).not.toContain(secret);
  expect(new Set(history.match(/"identity":"[^"]*"/g))).toEqual(new Set(['"identity":"recorder"']));
});
