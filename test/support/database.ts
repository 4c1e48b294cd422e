import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { OWNER } from '../../embedded/postgres/roles';

/** Environment that the global set-up has filled in. */
export function fromSetup(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run the tests with npm test`);
  return value;
}

/**
 * The URL of a database of this test file alone, cloned from the migrated template, with the product's runtime role. It
 * goes with the server: where files were deleted a moment ago, ext4 is slow to make new ones, and a clone has hundreds.
 */
export async function cloneDatabase(): Promise<string> {
  return inDatabase('HANDOVER_TEST_RUNTIME', await createDatabase('TEMPLATE handover_template STRATEGY FILE_COPY'));
}

/** The URL of a database with nothing in it, with the role that owns it. */
export async function createEmptyDatabase(): Promise<string> {
  return inDatabase('HANDOVER_TEST_OWNER', await createDatabase());
}

/** The same database with the role that owns it and its tables, and migrates it. */
export const asOwner = (databaseUrl: string): string => inDatabase('HANDOVER_TEST_OWNER', nameIn(databaseUrl));
/** The same database with a superuser, who may do anything. */
export const asSuperuser = (databaseUrl: string): string => inDatabase('HANDOVER_TEST_POSTGRES', nameIn(databaseUrl));
/** The same database with the product's role. */
export const asRuntime = (databaseUrl: string): string => inDatabase('HANDOVER_TEST_RUNTIME', nameIn(databaseUrl));

const nameIn = (databaseUrl: string): string => new URL(databaseUrl).pathname.slice(1);

function inDatabase(server: string, name: string): string {
  return Object.assign(new URL(fromSetup(server)), { pathname: `/${name}` }).href;
}

async function createDatabase(options = ''): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new Client({ connectionString: fromSetup('HANDOVER_TEST_POSTGRES') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} OWNER ${OWNER} ${options}`).finally(() => admin.end());
  return name;
}
