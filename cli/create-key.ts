import { createKey } from '../accounts/bootstrap';
import { systemClock } from '../platform/clock';
import { createSecrets } from '../platform/secrets';
import { migrate } from '../store/migrate';
import { ensureWorkspace } from '../store/workspaces';
import { run, say, withDb } from './run';

/** `npm run key -- <name>`: creates an API key and prints it as JSON. It can't be shown again. */
run(async (config) => {
  const { DATABASE_URL, DATABASE_MIGRATION_URL = DATABASE_URL, HANDOVER_OWNER_EMAIL: ownerEmail } = config;
  await migrate(DATABASE_MIGRATION_URL, DATABASE_URL);
  const secrets = createSecrets(config.HANDOVER_SECRET);
  await withDb(config, async (db) => {
    const workspaceId = await ensureWorkspace(db, { signer: secrets.auditSigner, ownerEmail, at: systemClock() });
    const name = process.argv[2] ?? 'made on the command line';
    const { id, apiKey, webhookSecret } = await createKey(db, secrets, workspaceId, name);
    say(JSON.stringify({ id, api_key: apiKey, webhook_secret: webhookSecret }, null, 2));
  });
});
