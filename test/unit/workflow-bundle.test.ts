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

/** What workflows may consist of. Everything else in the bundle would run in the sandbox, and be replayed for months. */
const PACKAGES = ['@temporalio/common', '@temporalio/workflow', 'long', 'ms', 'nexus-rpc'];
const OURS = [/^domain\/[\w/-]+\.[jt]s$/, /^workflows\/[\w-]+\.[jt]s$/];

test('the workflows are in the bundle', () => {
  const names = ours.map((path) => path.replace(/\.[jt]s$/, ''));
  const expected = ['decision', 'delivery', 'maintenance', 'notify-approver', 'payload-converter'];
  expect(names).toEqual(expect.arrayContaining(expected.map((name) => `workflows/${name}`)));
});

test('only workflows and the domain get in: no contract, store, API or activity', () => {
  expect(ours.filter((path) => !OURS.some((allowed) => allowed.test(path)))).toEqual([]);
});

test('of the packages, only the SDK and its dependencies get in: no zod', () => {
  expect([...new Set(packages)].filter((name) => !PACKAGES.includes(name))).toEqual([]);
});

test('no Node built-in is required', () => {
  const required = [...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name.replace(/^node:/, ''));
  expect(required.filter((name) => builtinModules.includes(name))).toEqual([]);
  expect(modules.filter((path) => builtinModules.includes(path.replace(/^(external )?(node:)?/, '')))).toEqual([]);
});
