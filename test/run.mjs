// npm test: sets up, runs jest with the arguments it was given, and ends with one line that counts the tests.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import '../embedded/setup.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const jest = path.join(root, 'node_modules/jest/bin/jest.js');
const { line } = createRequire(import.meta.url)('./support/reporter.js');

const run = spawn(process.execPath, [jest, ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => run.kill(signal));

let counts = { passed: 0, failed: 0, skipped: 0 };
run.on('message', (message) => {
  counts = /** @type {typeof counts} */ (message);
});
run.on('close', (code) => {
  // A run that broke off is a failure even where no single test says so.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  console.log(line(counts));
  process.exitCode = code ?? 1;
});
