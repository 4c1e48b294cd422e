// Plain JavaScript that uses only Node's own modules, because it runs in a fresh clone before anything is installed.
//   node embedded/setup.mjs            installs, generates and compiles what is out of date
//   node embedded/setup.mjs start      does the same, then runs dist/cli/start.js in this process
import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from './lock-file.mjs';
import { createProgress } from './progress.mjs';
import { build, buildIsCurrent } from './setup/build.mjs';
import { installPackages, packagesAreCurrent } from './setup/packages.mjs';
import { generatePrismaClient, prismaClientIsCurrent } from './setup/prisma-client.mjs';
import { Interrupted, SetupError } from './setup-error.mjs';

const STEPS = [
  { label: 'Packages', doing: 'installing', done: 'installed', isCurrent: packagesAreCurrent, work: installPackages },
  // biome-ignore format: one line for each step
  { label: 'Prisma client', doing: 'generating', done: 'generated', isCurrent: prismaClientIsCurrent, work: generatePrismaClient },
  { label: 'Build', doing: 'compiling', done: 'compiled', isCurrent: buildIsCurrent, work: build },
];

async function setUp() {
  checkMachine();
  if (STEPS.every((step) => step.isCurrent())) return;
  mkdirSync('generated', { recursive: true });
  await withLock('generated/setup.lock', tellWaiting, async () => {
    const progress = createProgress();
    for (const step of STEPS) if (!step.isCurrent()) await progress.step(step);
  });
}

/** @param {number} pid */
function tellWaiting(pid) {
  console.log(`  · Another set-up of this folder is running (process ${pid}). Waiting for it.`);
}

function checkMachine() {
  if (process.platform === 'win32') throw new SetupError('Handover runs on Linux and macOS. On Windows, use WSL.');
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(
    `Handover needs Node 20.19 or newer, but this is ${process.versions.node}. Install a newer version.`,
  );
}

/** False when it is imported, as by test/run.mjs, which has arguments of its own. */
function isMain() {
  return realpathSync(process.argv[1] ?? '') === fileURLToPath(import.meta.url);
}

process.chdir(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
try {
  await setUp();
} catch (error) {
  if (error instanceof Interrupted) process.exit(130);
  console.error(error instanceof SetupError ? `\n${error.message}\n` : error);
  process.exit(1);
}
if (isMain() && process.argv[2] === 'start') await import(pathToFileURL(path.resolve('dist/cli/start.js')).href);
