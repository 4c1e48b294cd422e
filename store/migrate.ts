import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { packageRoot } from '../platform/package-root';
import { grantRuntimeRole } from './runtime-role';

/** Any number; the same in every process, so that one migrates and the others wait. */
const LOCK = 7_105_118;
const MIGRATIONS = path.join(packageRoot, 'prisma/migrations');
const CONNECT_MS = 10_000;
const INSUFFICIENT_PRIVILEGE = '42501';

/** Prisma's own table, column for column: `prisma migrate status` understands what is done here. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Brings the database up to date with `prisma/migrations`, as the role of `ownerUrl`, and grants the role of
 * `runtimeUrl` what the product needs. Without `runtimeUrl`, one role does both. Each migration is one transaction: one
 * that fails leaves nothing behind. Several processes may start together: one migrates under an advisory lock.
 *
 * A role that may not migrate passes as long as there is nothing to migrate.
 *
 * Plain SQL, not Prisma's engine: that splits a migration at every semicolon, including those in functions and texts,
 * and a failure halfway would have to be repaired by hand.
 * @throws when the database cannot be reached within 10 s, when a migration fails (the message names it and the cause),
 * or when the runtime role has privileges that defeat the separation
 */
export async function migrate(ownerUrl: string, runtimeUrl: string = ownerUrl): Promise<void> {
  await connected(ownerUrl, async (owner) => {
    await owner.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await owner.query('SET client_min_messages = warning');
    for (const name of await outstandingMigrations(owner)) await apply(owner, name);
    if (runtimeUrl !== ownerUrl) await grantRuntimeRole(owner, await roleOf(runtimeUrl));
  });
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The role that a URL connects as, from the URL or the environment. */
function roleOf(url: string): Promise<string> {
  return connected(url, async (client) => (await client.query('SELECT current_user AS role')).rows[0].role);
}

/** The folders of prisma/migrations that have not been applied yet, oldest first. */
async function outstandingMigrations(client: Client): Promise<readonly string[]> {
  const { rows: tables } = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
  if (tables[0].name === null) return migrationNames();
  const { rows } = await client.query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL');
  const applied = new Set(rows.map((row) => row.migration_name));
  return migrationNames().filter((name) => !applied.has(name));
}

function migrationNames(): string[] {
  return readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function apply(client: Client, name: string): Promise<void> {
  const sql = readFileSync(path.join(MIGRATIONS, name, 'migration.sql'), 'utf8');
  const checksum = createHash('sha256').update(sql).digest('hex');
  try {
    await client.query('BEGIN');
    await client.query(TABLE);
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed and was rolled back: ${String(error)}${adviceFor(error)}`, {
      cause: error,
    });
  }
}

const adviceFor = (error: unknown): string =>
  error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE
    ? '. This role may not migrate: run `npm run migrate` with DATABASE_MIGRATION_URL set to a role that owns the database'
    : '';
