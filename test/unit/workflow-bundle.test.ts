import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fromSetup } from '../support/database';

const code = readFileSync(fromSetup('HANDOVER_TEST_BUNDLE'), 'utf8');
/** Every module by its path below the package, from source and from a build alike. `?…` stands for one left out. */
const modules = [...code.matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map(([, path = '']) =>
  path.replace(/^\.\/(generated\/)?(dist(\.next)?\/)?/, ''),
);
const packages = modules.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
const ours = modules.filter((path) => !path.startsWith('node_modules/') && !path.startsWith('?'));

/** What the workflows may be made of. Whatever else gets in runs in the sandbox, and must be replayed for months. */
const PACKAGES = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];
const OURS = [
  /^domain\/[\w/-]+\.[jt]s$/,
  /^workflows\/[\w-]+\.[jt]s$/,
  /^contract\/(decision|ladder|workflow-names)\.[jt]s$/,
];

test('the workflows are in the bundle', () => {
  const names = ours.map((path) => path.replace(/\.[jt]s$/, ''));
  expect(names).toEqual(expect.arrayContaining(['workflows/decision', 'workflows/delivery', 'workflows/reconcile']));
});

test('of ours only the workflows and the rules without imports get in: no zod schema, no store, no activity', () => {
  expect(ours.filter((path) => !OURS.some((allowed) => allowed.test(path)))).toEqual([]);
});

test('of packages only the SDK and what it brings get in: no zod', () => {
  expect([...new Set(packages)].filter((name) => !PACKAGES.includes(name))).toEqual([]);
});

test('nothing of Node is required', () => {
  const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name.replace(/^node:/, ''));
  expect(required.filter((name) => builtinModules.includes(name))).toEqual([]);
  expect(modules.filter((path) => builtinModules.includes(path.replace(/^(external )?(node:)?/, '')))).toEqual([]);
});
