import { createHmac } from 'node:crypto';
import { Client } from 'pg';

/** Sets up the server, and nothing else. */
export const SUPERUSER = 'postgres';
/** Owns the database: it migrates. */
export const OWNER = 'handover_owner';
/** The product: it reads and writes rows, and owns nothing. */
export const RUNTIME = 'handover';
export type Role = typeof SUPERUSER | typeof OWNER | typeof RUNTIME;

/** Derived from the superuser's password, from which nobody can derive it back. */
export function passwordOf(role: Role, superuserPassword: string): string {
  return role === SUPERUSER ? superuserPassword : createHmac('sha256', superuserPassword).update(role).digest('hex');
}

/** Creates the two roles and the database `handover` where they are missing. */
export async function ensureRoles(adminUrl: string, superuserPassword: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const role of [OWNER, RUNTIME] as const) {
      const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
      if (!rowCount) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${passwordOf(role, superuserPassword)}'`);
    }
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'handover'");
    if (!rowCount) await client.query(`CREATE DATABASE handover OWNER ${OWNER}`);
  } finally {
    await client.end();
  }
}
