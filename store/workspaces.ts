import { newId } from '../platform/ids';
import type { Db } from './db';
import type { Sql } from './sql';

/** The workspace of this server, made with its owner when there is none yet. */
export async function ensureWorkspace(db: Db, ownerEmail: string): Promise<string> {
  return db.begin(async (sql) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('handover first workspace'))`;
    const [existing] = await sql<{ id: string }>`SELECT id FROM workspaces ORDER BY id LIMIT 1`;
    if (existing) return existing.id;
    const id = newId();
    await sql`INSERT INTO workspaces (id, name) VALUES (${id}, ${ownerEmail.split('@')[1] ?? ownerEmail})`;
    await sql`INSERT INTO members (id, workspace_id, email) VALUES (${newId()}, ${id}, ${ownerEmail})`;
    return id;
  });
}

/** The account holder: the first member of a workspace. */
export interface Owner {
  readonly id: string;
  readonly email: string;
  readonly workspaceName: string;
}

export async function getOwner(sql: Sql, workspaceId: string): Promise<Owner> {
  const [owner] = await sql<Owner>`
    SELECT m.id, m.email, w.name AS "workspaceName" FROM members m JOIN workspaces w ON w.id = m.workspace_id
    WHERE w.id = ${workspaceId} ORDER BY m.id LIMIT 1`;
  if (!owner) throw new Error(`workspace ${workspaceId} has no member`);
  return owner;
}
