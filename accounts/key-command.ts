import { readConfig } from '../platform/config';
import { createSecrets } from '../platform/secrets';
import { openDb } from '../store/db';
import { migrate } from '../store/migrate';
import { ensureWorkspace } from '../store/workspaces';
import { createKey } from './bootstrap';

/** `npm run key -- <name>`: makes an API key and prints it, this once, as JSON. */
async function main(): Promise<void> {
  const config = readConfig();
  await migrate(config.DATABASE_URL);
  const db = openDb(config.DATABASE_URL);
  try {
    const workspaceId = await ensureWorkspace(db, config.HANDOVER_OWNER_EMAIL);
    const name = process.argv[2] ?? 'made on the command line';
    const { id, apiKey, webhookSecret } = await createKey(db, createSecrets(config.HANDOVER_SECRET), workspaceId, name);
    process.stdout.write(`${JSON.stringify({ id, api_key: apiKey, webhook_secret: webhookSecret }, null, 2)}\n`);
  } finally {
    await db.$disconnect();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
