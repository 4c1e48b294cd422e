import type { Signer } from '../platform/ed25519';
import { newId } from '../platform/ids';
import { addFirstCheckpoint } from './checkpoints';
import type { Db } from './db';
import type { Sql } from './sql';

/** The workspace of this server, created with its owner if there is none yet. `signer` signs its audit chain. */
export async function ensureWorkspace(
  db: Db,
  { signer, ownerEmail, at }: { signer: Signer; ownerEmail: string; at: Date },
): Promise<string> {
  return db.begin(async (sql) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('handover first workspace'))`;
    const [existing] = await sql<{ id: string }>`SELECT id FROM workspaces ORDER BY id LIMIT 1`;
    if (existing) return existing.id;
    const name = ownerEmail.split('@')[1] ?? ownerEmail;
    const id = await createWorkspace(sql, { signer, name, at });
    await sql`INSERT INTO members (id, workspace_id, email) VALUES (${newId()}, ${id}, ${ownerEmail})`;
    return id;
  });
}

/** Creates a workspace without members; its audit chain begins with a signed checkpoint. Returns its id. */
export async function createWorkspace(
  sql: Sql,
  { signer, name, at }: { signer: Signer; name: string; at: Date },
): Promise<string> {
  const id = newId();
  await sql`INSERT INTO workspaces (id, name) VALUES (${id}, ${name})`;
  await addFirstCheckpoint(sql, signer, id, at);
  return id;
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
