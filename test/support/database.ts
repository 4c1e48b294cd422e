import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Environment that the global set-up has filled in. */
export function fromSetup(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing: run the tests with npm test`);
  return value;
}

/**
 * The URL of a database of this test file alone, cloned from the migrated template. It goes with the server: where files
 * were deleted a moment ago, ext4 is slow to make new ones, and a clone has hundreds.
 */
export async function cloneDatabase(): Promise<string> {
  const url = new URL(fromSetup('HANDOVER_TEST_POSTGRES'));
  const admin = new Client({ connectionString: url.href });
  url.pathname = `/test_${randomUUID().replaceAll('-', '')}`;
  await admin.connect();
  await admin
    .query(`CREATE DATABASE ${url.pathname.slice(1)} TEMPLATE handover_template STRATEGY FILE_COPY`)
    .finally(() => admin.end());
  return url.href;
}
