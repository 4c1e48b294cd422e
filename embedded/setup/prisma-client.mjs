import { existsSync } from 'node:fs';
import { run } from './command.mjs';
import { fingerprint, lastDone, markDone } from './fingerprint.mjs';

const SCHEMA = 'prisma/schema.prisma';
const print = () => fingerprint([SCHEMA, 'node_modules/prisma/package.json']);

export function prismaClientIsCurrent() {
  return existsSync('generated/prisma/client.ts') && lastDone('prisma-client') === print();
}

/** Prisma wants to download an engine that is of no use here. One that is named stops it, and is never run. */
export const NO_ENGINE_DOWNLOAD = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
};

/** Generates the Prisma client, without a download. */
export async function generatePrismaClient() {
  await run([process.execPath, 'node_modules/prisma/build/index.js', 'generate', '--schema', SCHEMA], {
    env: NO_ENGINE_DOWNLOAD,
    advice: `Mend ${SCHEMA}, then start again.`,
  });
  markDone('prisma-client', print());
}
