// npm run coverage: runs every test that proves a documented promise, and writes docs/coverage.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import '../../embedded/setup.mjs';
import { document, keysIn, ROWS } from './table.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'handover-coverage-'));
const file = path.join(folder, 'results.json');
const { status } = spawnSync(
  process.execPath,
  ['node_modules/jest/bin/jest.js', '--testNamePattern', '\\[[ahw]\\.', '--json', `--outputFile=${file}`],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
/** @type {{ testResults: { name: string, assertionResults: { title: string, status: string }[] }[] }} */
const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
rmSync(folder, { recursive: true });

const tests = testResults.flatMap(({ name, assertionResults }) =>
  assertionResults.map(({ title, status }) => ({
    file: path.relative('test', name),
    title,
    state: status,
  })),
);
const named = tests.filter(({ title }) => keysIn(title).length > 0);
writeFileSync('docs/coverage.md', document(named.toSorted((a, b) => a.file.localeCompare(b.file))));

const kept = new Set(named.flatMap(({ title }) => keysIn(title)));
const missing = Object.values(ROWS)
  .flatMap(Object.keys)
  .filter((key) => !kept.has(key));
console.log(
  missing.length > 0 ? `docs/coverage.md: no test for ${missing.join(', ')}` : 'docs/coverage.md: every row has a test',
);
process.exit(status ?? 1);
