import { readConfig } from '../platform/config';
import { createSecrets } from '../platform/secrets';
import { verifyAudit } from './audit';
import { openDb } from './db';

/**
 * `npm run audit:verify`: recomputes the audit chain of each workspace, compares it with its signed checkpoints, and
 * says where one is broken first. Arguments are public keys to trust beside the server's own, of secrets it had before.
 */
async function main(former: readonly string[]): Promise<void> {
  const config = readConfig();
  const { publicKey } = createSecrets(config.HANDOVER_SECRET).auditSigner;
  const db = openDb(config.DATABASE_URL);
  try {
    process.stdout.write(`Checkpoints are signed with ${publicKey}\n`);
    for (const { id, name } of await db.workspace.findMany({ orderBy: { id: 'asc' } })) {
      const { ok, checked, firstBad } = await verifyAudit(db, id, [publicKey, ...former]);
      const found = ok ? 'all as they were written' : `broken first at sequence ${firstBad}`;
      process.stdout.write(`${name} (${id}): ${checked} events, ${found}\n`);
      if (!ok) process.exitCode = 1;
    }
  } finally {
    await db.$disconnect();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
