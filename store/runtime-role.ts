import type { Client } from 'pg';

/**
 * Grants the runtime role what the API and the workers need: to read and write rows, and in the audit's tables only to
 * read and insert them.
 * @throws when the role could undo that, being a superuser, a member of the owner's role, or itself an owner of tables
 */
export async function grantRuntimeRole(owner: Client, runtime: string): Promise<void> {
  const { rows } = await owner.query(
    `SELECT current_user AS owner,
            pg_has_role($1, current_user, 'MEMBER') AS "actsAsOwner",
            EXISTS (SELECT FROM pg_class WHERE relowner = $1::name::regrole
                                           AND relnamespace = 'public'::regnamespace) AS "ownsTables"`,
    [runtime],
  );
  const [{ owner: ownerRole, actsAsOwner, ownsTables }] = rows;
  if (ownerRole === runtime) return;
  if (actsAsOwner)
    throw new Error(
      `DATABASE_URL connects as ${runtime}, which is a superuser or a member of ${ownerRole}, the role of ` +
        'DATABASE_MIGRATION_URL: give it a role of its own, without privileges',
    );
  if (ownsTables)
    throw new Error(
      `DATABASE_URL connects as ${runtime}, which owns the tables: as a superuser, run ` +
        `REASSIGN OWNED BY ${runtime} TO ${ownerRole} in this database, or unset DATABASE_MIGRATION_URL`,
    );
  await owner.query('SELECT grant_runtime($1)', [runtime]);
}
