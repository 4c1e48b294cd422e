import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { packageRoot } from '../platform/package-root';

/** Any number; the same in every process, so that one migrates and the others wait. */
const LOCK = 7_105_118;
const MIGRATIONS = path.join(packageRoot, 'prisma/migrations');

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
 * Brings the database up to date with `prisma/migrations`. Each migration is one transaction: one that fails leaves
 * nothing behind. Several processes may start together: one does the work under an advisory lock.
 *
 * Plain SQL, not Prisma's engine: that splits a migration at every semicolon, functions and texts included, and a
 * failure halfway would have to be repaired by hand.
 * @throws when the database cannot be reached within 10 s, or a migration fails: it names which and why
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query('SET client_min_messages = warning');
    await client.query(TABLE);
    const { rows } = await client.query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL');
    const applied = new Set(rows.map((row) => row.migration_name));
    for (const name of migrationNames()) if (!applied.has(name)) await apply(client, name);
  } finally {
    await client.end();
  }
}

/** The folders of prisma/migrations, oldest first. */
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
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${name} failed, and nothing of it was kept: ${String(error)}`, { cause: error });
  }
}
