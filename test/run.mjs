// npm test: sets up, runs jest with the arguments it was given, and ends with one line that counts the tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import '../embedded/setup.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { line } = createRequire(import.meta.url)('./support/jest/reporter.js');

// In a process group of its own, so that whatever jest has started can be ended with it.
const jest = spawn(process.execPath, [path.join(root, 'node_modules/jest/bin/jest.js'), ...process.argv.slice(2)], {
  cwd: root,
  detached: true,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => endGroup(signal));

let counts = { passed: 0, failed: 1, skipped: 0 }; // unless jest comes to tell
jest.on('message', (message) => {
  counts = /** @type {typeof counts} */ (message);
});
const [[code]] = await Promise.all([once(jest, 'exit'), once(jest, 'disconnect')]);
endGroup('SIGKILL');
// A run that broke off is a failure even where no single test says so, and a failed test one whatever jest says.
if (code !== 0 && counts.failed === 0) counts.failed = 1;
console.log(line(counts));
process.exit(counts.failed > 0 ? 1 : 0);

/** @param {NodeJS.Signals} signal */
function endGroup(signal) {
  try {
    process.kill(-(jest.pid ?? 0), signal);
  } catch {
    // no one is left in it
  }
}
