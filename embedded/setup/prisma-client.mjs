import { existsSync } from 'node:fs';
import { fingerprint, lastDone, markDone } from './fingerprint.mjs';
import { run } from './run-command.mjs';

const SCHEMA = 'prisma/schema.prisma';
const schemaFingerprint = () => fingerprint([SCHEMA, 'node_modules/prisma/package.json']);

export function prismaClientIsCurrent() {
  return existsSync('generated/prisma/client.ts') && lastDone('prisma-client') === schemaFingerprint();
}

/** Keeps Prisma from downloading an engine that isn't needed here: it takes any program for the engine, and never runs it. */
export const NO_ENGINE_DOWNLOAD = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
};

export async function generatePrismaClient() {
  await run([process.execPath, 'node_modules/prisma/build/index.js', 'generate', '--schema', SCHEMA], {
    env: NO_ENGINE_DOWNLOAD,
    advice: `Fix ${SCHEMA}, then start again.`,
  });
  markDone('prisma-client', schemaFingerprint());
}
