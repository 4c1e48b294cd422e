import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { fromSetup } from '../support/database';
import { quietRuntime } from '../support/world';
import { PATHS } from './paths';
import { fileOf, HISTORIES, readHistory, recordMissing } from './record';

/**
 * Decisions live for months, so a new version must be able to continue what an older one began. A history stays as it was
 * recorded: if one fails here, put the change behind `patched`. To add a path, add it to `paths.ts` and run this file
 * once with RECORD_HISTORIES=1.
 */
const NAMES = Object.keys(PATHS);
const read = (name: string): string => readFileSync(fileOf(name), 'utf8');

/** By the name of the history: how the current workflows would deviate from it; undefined if they don't. */
const faults = new Map<string, Error | undefined>();

beforeAll(async () => {
  if (process.env.RECORD_HISTORIES) await recordMissing();
  else quietRuntime();
  const changed = read('approved').replaceAll('"name":"notify"', '"name":"another"');
  const texts = [...NAMES.map((name) => [name, read(name)] as const), ['changed', changed] as const];
  const histories = texts.map(([workflowId, text]) => ({ workflowId, history: readHistory(text) }));
  const worker = { workflowBundle: { codePath: fromSetup('HANDOVER_TEST_BUNDLE') } };
  for await (const { workflowId, error } of Worker.runReplayHistories(worker, histories)) faults.set(workflowId, error);
}, 900_000);

test.each(NAMES)('the current workflows replay the history: %s', (name) => {
  expect([faults.has(name), faults.get(name)]).toEqual([true, undefined]);
});

test('a change in the commands of a workflow is noticed', () => {
  expect(faults.get('changed')).toBeInstanceOf(DeterminismViolationError);
});

test('there is a history of every path, and no history without a path', () => {
  expect(readdirSync(HISTORIES).sort()).toEqual(NAMES.map((name) => `${name}.json`).sort());
});

/** A folder, a source file, or a process at a machine. */
const PLACE = /\/(home|root|tmp|Users|usr|var|work)\/|node_modules|\.[jt]s:\d|\d+@/;

/** The bytes of every payload as text, and everything else as it is in the file. */
function textOf(name: string): string {
  const history = read(name);
  const payloads = [...history.matchAll(/"data":"([^"]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64'));
  return [history, ...payloads.map(String)].join('\n');
}

test.each(NAMES)('the history tells nothing about the machine that recorded it: %s', (name) => {
  expect(textOf(name)).not.toMatch(PLACE);
  expect(new Set(read(name).match(/"identity":"[^"]*"/g))).toEqual(new Set(['"identity":"recorder"']));
});

test.each(NAMES)('the history holds neither what is asked nor who is asked: %s', (name) => {
  expect(textOf(name)).not.toMatch(/Send the contract|Change it|@company\.com|127\.0\.0\.1/);
});
