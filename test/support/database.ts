import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Environment that the global set-up has filled in. */
export function fromSetup(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run the tests with npm test`);
  return value;
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of this test file alone, cloned from the migrated template. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const adminUrl = fromSetup('HANDOVER_TEST_POSTGRES');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await admin(adminUrl, `CREATE DATABASE ${name} TEMPLATE handover_template STRATEGY FILE_COPY`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
