import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { fingerprint, lastDone, markDone } from './fingerprint.mjs';

const SCHEMA = 'prisma/schema.prisma';
const print = () => fingerprint([SCHEMA, 'node_modules/prisma/package.json']);

export function prismaClientIsCurrent() {
  return existsSync('generated/prisma/client.ts') && lastDone('prisma-client') === print();
}

/** Generates the Prisma client offline: a schema engine is named so that none is downloaded, and never run. */
export async function generatePrismaClient() {
  await run([process.execPath, 'node_modules/prisma/build/index.js', 'generate', '--schema', SCHEMA], {
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    advice: `Mend ${SCHEMA}, then start again.`,
  });
  markDone('prisma-client', print());
}
