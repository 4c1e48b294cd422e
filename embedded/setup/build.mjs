import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { filesBelow, fingerprint, lastDone, markDone } from './fingerprint.mjs';
import { run } from './run-command.mjs';

const NOT_COMPILED = new Set(['node_modules', 'dist', 'generated', 'sdk', 'test', 'docs']);
const NEXT = 'generated/dist.next';
const LAST = 'generated/dist.last';
const BUNDLE = 'workflow-bundle.js';

export function buildIsCurrent() {
  return existsSync(`dist/${BUNDLE}`) && lastDone('build') === sourceFingerprint();
}

/** Compiles into a separate folder and then replaces `dist`, so a build that fails leaves the old one in place. */
export async function build() {
  const sources = sourceFingerprint();
  rmSync(NEXT, { recursive: true, force: true });
  await run([process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', NEXT], {
    advice: 'Fix the code named above, then start again.',
  });
  await run([process.execPath, `${NEXT}/worker/bundle.js`, `${NEXT}/${BUNDLE}`], {
    advice: "The workflows couldn't be bundled. Fix the error above, then start again.",
  });
  rmSync(LAST, { recursive: true, force: true });
  if (existsSync('dist')) renameSync('dist', LAST);
  renameSync(NEXT, 'dist');
  rmSync(LAST, { recursive: true, force: true });
  markDone('build', sources);
}

function sourceFingerprint() {
  const sources = readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !NOT_COMPILED.has(entry.name))
    .flatMap(({ name }) => filesBelow(name, (file) => /\.(tsx?|mjs)$/.test(file)));
  return fingerprint([...sources, 'prisma/schema.prisma', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']);
}
