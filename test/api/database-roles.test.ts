import { Client } from 'pg';
import { openDb } from '../../store/db';
import { migrate } from '../../store/migrate';
import { asOwner, asRuntime, asSuperuser, cloneDatabase, createEmptyDatabase } from '../support/database';
import { type Harness, startHarness } from '../support/harness';

const APPEND_ONLY = ['audit_events', 'audit_checkpoints', 'policies'];

/** Runs one statement with the role of this URL. */
async function run(url: string, statement: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client.query(statement).finally(() => client.end());
}

describe('the role of the API and the workers', () => {
  let url: string;
  beforeAll(async () => {
    url = await cloneDatabase();
  });

  test('is no superuser, may create nothing, and owns nothing', async () => {
    const { rows } = await run(
      url,
      `SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
              has_schema_privilege('public', 'CREATE') AS creates, has_database_privilege(current_database(), 'CREATE') AS schemas,
              pg_has_role('handover_owner', 'MEMBER') AS owner,
              (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owned
       FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      {
        ...{ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, rolbypassrls: false },
        ...{ creates: false, schemas: false, owner: false, owned: 0 },
      },
    ]);
  });

  test.each(APPEND_ONLY)('may read and insert %s, and nothing else', async (table) => {
    const { rows } = await run(
      url,
      `SELECT privilege FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
       WHERE has_table_privilege('${table}', privilege) OR privilege NOT IN ('DELETE', 'TRUNCATE', 'TRIGGER')
                                                       AND has_any_column_privilege('${table}', privilege)`,
    );
    expect(rows.map(({ privilege }) => privilege)).toEqual(['SELECT', 'INSERT']);
  });

  test.each(
    APPEND_ONLY.flatMap((table) => [
      `UPDATE ${table} SET workspace_id = workspace_id`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
      `DROP TRIGGER append_only ON ${table}`,
      `DROP TABLE ${table}`,
    ]),
  )('is refused %s', async (statement) => {
    await expect(run(url, statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  test.each([
    'CREATE OR REPLACE FUNCTION refuse_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    "SELECT grant_runtime('handover')",
    'SET session_replication_role = replica',
    'SET ROLE handover_owner',
    'UPDATE _prisma_migrations SET finished_at = NULL',
    "COPY audit_events FROM PROGRAM 'true'",
  ])('is refused %s', async (statement) => {
    await expect(run(url, statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  test('may read and write every other table', async () => {
    const { rows } = await run(
      url,
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
         AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
              AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')) ORDER BY relname`,
    );
    expect(rows.map(({ relname }) => relname)).toEqual(['_prisma_migrations', ...APPEND_ONLY].sort());
  });
});

describe('even the owner, unless it drops the trigger, is refused', () => {
  let url: string;
  beforeAll(async () => {
    url = asOwner(await cloneDatabase());
  });

  test.each(
    APPEND_ONLY.flatMap((table) => [
      `UPDATE ${table} SET workspace_id = workspace_id`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
    ]),
  )('%s', async (statement) => {
    await expect(run(url, statement)).rejects.toThrow('is append-only');
    const unseen = `SET session_replication_role = replica; ${statement}`; // skips ordinary triggers
    await expect(run(asSuperuser(url), unseen)).rejects.toThrow('is append-only');
  });
});

describe('migrate', () => {
  test('with one role for everything still works', async () => {
    const url = await createEmptyDatabase();
    await migrate(url);
    await migrate(url);
    expect((await run(url, 'SELECT count(*)::int AS count FROM workspaces')).rows).toEqual([{ count: 0 }]);
  });

  test('grants the runtime role its privileges, also when the tables were there before the role', async () => {
    const owner = await createEmptyDatabase();
    await migrate(owner);
    const runtime = asRuntime(owner);
    await expect(run(runtime, 'SELECT FROM workspaces')).rejects.toThrow('permission denied');
    await migrate(owner, runtime);
    await run(runtime, 'SELECT FROM workspaces');
  });

  test('takes back what an earlier grant gave too much', async () => {
    const owner = asOwner(await cloneDatabase());
    await run(owner, 'GRANT ALL ON audit_events TO handover');
    await migrate(owner, asRuntime(owner));
    await expect(run(asRuntime(owner), 'DELETE FROM audit_events')).rejects.toThrow('permission denied');
  });

  test('gives a new table to the runtime role', async () => {
    const owner = asOwner(await cloneDatabase());
    await run(owner, 'CREATE TABLE endpoints (id INTEGER)');
    await migrate(owner, asRuntime(owner));
    await run(asRuntime(owner), 'INSERT INTO endpoints VALUES (1)');
  });

  test('passes with the runtime role alone while there is nothing to migrate, else says what to do', async () => {
    const runtime = await cloneDatabase();
    await migrate(runtime);
    await run(asOwner(runtime), "DELETE FROM _prisma_migrations WHERE migration_name LIKE '%functions%'");
    await expect(migrate(runtime)).rejects.toThrow(/functions_and_roles failed.+npm run migrate/);
  });

  test('refuses a runtime role that is a superuser', async () => {
    const owner = await createEmptyDatabase();
    await expect(migrate(owner, asSuperuser(owner))).rejects.toThrow('postgres, which is a superuser');
  });

  test('refuses a runtime role that owns the tables, and says how to hand them over', async () => {
    const owner = await createEmptyDatabase();
    await run(asSuperuser(owner), 'GRANT ALL ON SCHEMA public TO handover');
    await run(asRuntime(owner), 'CREATE TABLE mine (id INTEGER)');
    await expect(migrate(owner, asRuntime(owner))).rejects.toThrow('REASSIGN OWNED BY handover TO handover_owner');
  });
});

describe('the product', () => {
  let handover: Harness;
  beforeAll(async () => {
    handover = await startHarness({ worker: false });
  });
  afterAll(() => handover?.stop());

  test('runs as that role', async () => {
    expect(await handover.db.sql`SELECT current_user AS role`).toEqual([{ role: 'handover' }]);
    await handover.ask();
  });

  test('needs the owner only while it migrates', async () => {
    const migrated = await createEmptyDatabase();
    const DATABASE_URL = asRuntime(migrated);
    const api = await handover.anotherApi({ DATABASE_URL, DATABASE_MIGRATION_URL: migrated });
    const ready = await fetch(`http://127.0.0.1:${api.port}/ready`);
    expect(ready.status).toBe(200);
    const db = openDb(DATABASE_URL);
    expect(await db.workspace.count()).toBe(0);
    await db.$disconnect();
  });
});
