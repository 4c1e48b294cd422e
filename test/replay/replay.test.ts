import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { fromSetup } from '../support/database';
import { quietRuntime } from '../support/workflow-workers';
import { PATHS } from './paths';
import { fileOf, HISTORIES, readHistory, recordMissing } from './record';

/**
 * Decisions live for months, so a new version must take over what an old one began. A history is kept as it was recorded:
 * where one fails here, put the change behind `patched`. For a new path, add it to `paths.ts` and run once with RECORD_HISTORIES=1.
 */
const NAMES = Object.keys(PATHS);
const read = (name: string): string => readFileSync(fileOf(name), 'utf8');

/** Of each history, by its name, what the current workflows would do else; undefined where they do what it says. */
const faults = new Map<string, Error | undefined>();

beforeAll(async () => {
  quietRuntime();
  if (process.env.RECORD_HISTORIES) await recordMissing();
  const changed = read('approved').replaceAll('"name":"notify"', '"name":"another"');
  const texts = [...NAMES.map((name) => [name, read(name)] as const), ['changed', changed] as const];
  const histories = texts.map(([workflowId, text]) => ({ workflowId, history: readHistory(text) }));
  const worker = { workflowBundle: { codePath: fromSetup('HANDOVER_TEST_BUNDLE') } };
  for await (const { workflowId, error } of Worker.runReplayHistories(worker, histories)) faults.set(workflowId, error);
}, 180_000);

test.each(NAMES)('a decision that an older version began goes on: %s', (name) => {
  expect([faults.has(name), faults.get(name)]).toEqual([true, undefined]);
});

test('a change in what the workflows do is noticed', () => {
  expect(faults.get('changed')).toBeInstanceOf(DeterminismViolationError);
});

test('there is a history of every path, and none of a path that is gone', () => {
  expect(readdirSync(HISTORIES).sort()).toEqual(NAMES.map((name) => `${name}.json`).sort());
});

/** A folder, a source file, or a process at a machine. */
const PLACE = /\/(home|root|tmp|Users|usr|var|work)\/|node_modules|\.[jt]s:\d|\d+@/;

test.each(NAMES)('the history tells nothing of the machine that recorded it: %s', (name) => {
  const history = read(name);
  const payloads = [...history.matchAll(/"data":"([^"]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64'));
  expect([history, ...payloads.map(String)].join('\n')).not.toMatch(PLACE);
  expect(new Set(history.match(/"identity":"[^"]*"/g))).toEqual(new Set(['"identity":"recorder"']));
});
