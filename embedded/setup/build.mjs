import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { run } from './command.mjs';
import { filesBelow, fingerprint, lastDone, markDone } from './fingerprint.mjs';

const NOT_COMPILED = new Set(['node_modules', 'dist', 'generated', 'sdk', 'test', 'docs']);
const NEXT = 'generated/dist.next';
const LAST = 'generated/dist.last';
const BUNDLE = 'workflow-bundle.js';

export function buildIsCurrent() {
  return existsSync(`dist/${BUNDLE}`) && lastDone('build') === print();
}

/** Compiles to a folder of its own and swaps it in whole: a build that fails or is killed leaves the old one running. */
export async function build() {
  const built = print();
  rmSync(NEXT, { recursive: true, force: true });
  await run([process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', NEXT], {
    advice: 'Mend the code named above, then start again.',
  });
  await run([process.execPath, `${NEXT}/worker/bundle.js`, `${NEXT}/${BUNDLE}`], {
    advice: 'The workflows could not be bundled: mend what is named above, then start again.',
  });
  rmSync(LAST, { recursive: true, force: true });
  if (existsSync('dist')) renameSync('dist', LAST);
  renameSync(NEXT, 'dist');
  rmSync(LAST, { recursive: true, force: true });
  markDone('build', built);
}

function print() {
  const folders = readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !NOT_COMPILED.has(entry.name))
    .map((entry) => entry.name);
  const sources = folders.flatMap((folder) => filesBelow(folder, (name) => /\.(tsx?|mjs)$/.test(name)));
  return fingerprint([...sources, 'prisma/schema.prisma', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']);
}
