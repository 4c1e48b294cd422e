// Plain JavaScript with Node's own modules only: it runs in a fresh clone, before anything is installed.
//   node embedded/setup.mjs            installs, generates, compiles: whatever has changed since it last did
//   node embedded/setup.mjs start      the same, then runs dist/embedded/start.js in this process
import { mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createProgress } from './progress.mjs';
import { build, buildIsCurrent } from './setup/build.mjs';
import { Interrupted, SetupError } from './setup/command.mjs';
import { withLock } from './setup/lock.mjs';
import { installPackages, packagesAreCurrent } from './setup/packages.mjs';
import { generatePrismaClient, prismaClientIsCurrent } from './setup/prisma-client.mjs';

const steps = [
  { label: 'Packages', doing: 'installing', done: 'installed', isCurrent: packagesAreCurrent, work: installPackages },
  {
    label: 'Prisma client',
    doing: 'generating',
    done: 'generated',
    isCurrent: prismaClientIsCurrent,
    work: generatePrismaClient,
  },
  { label: 'Build', doing: 'compiling', done: 'compiled', isCurrent: buildIsCurrent, work: build },
];

async function setUp() {
  checkMachine();
  if (steps.every((step) => step.isCurrent())) return;
  mkdirSync('generated', { recursive: true });
  await withLock('generated/setup.lock', tellWaiting, async () => {
    const progress = createProgress();
    for (const { label, doing, done, isCurrent, work } of steps) {
      if (isCurrent()) continue;
      await progress.step(label, async (say) => {
        say(doing);
        await work();
        return done;
      });
    }
  });
}

/** @param {number} holder */
function tellWaiting(holder) {
  console.log(`  · Another set-up of this folder is running (process ${holder}); waiting for it`);
}

function checkMachine() {
  if (process.platform === 'win32')
    throw new SetupError('Handover runs on Linux and macOS. On Windows, use it inside WSL.');
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(`Handover needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node.`);
}

/** False where it is imported, as by test/run.mjs, whose arguments are its own. */
function isRunItself() {
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
if (isRunItself() && process.argv[2] === 'start')
  await import(pathToFileURL(path.resolve('dist/embedded/start.js')).href);
