import { readConfig } from '../platform/config';
import { verifyAudit } from './audit';
import { openDb } from './db';

/** `npm run audit:verify`: recomputes the audit chain of each workspace, and says where one is broken first. */
async function main(): Promise<void> {
  const db = openDb(readConfig().DATABASE_URL);
  try {
    for (const { id, name } of await db.workspace.findMany({ orderBy: { id: 'asc' } })) {
      const { ok, checked, firstBad } = await verifyAudit(db, id);
      const found = ok ? 'all as they were written' : `broken first at sequence ${firstBad}`;
      process.stdout.write(`${name} (${id}): ${checked} events, ${found}\n`);
      if (!ok) process.exitCode = 1;
    }
  } finally {
    await db.$disconnect();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
