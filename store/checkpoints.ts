import type { Signer } from '../platform/ed25519';
import { type Checkpoint, sealOf, signCheckpoint } from './checkpoint-text';
import type { Db } from './db';
import type { Sql } from './sql';
import { type AuditFault, type Head, verifySinceCheckpoint } from './verify-audit';

/** Signs the beginning of a new workspace's chain, so that a chain without any checkpoint is known to be wiped. */
export async function addFirstCheckpoint(sql: Sql, signer: Signer, workspaceId: string, at: Date): Promise<void> {
  const first = signCheckpoint(signer, { workspaceId, sequence: 0n, hash: '', at }, null);
  await sql`UPDATE workspaces SET audit_seal = ${sealOf(signer, first)} WHERE id = ${workspaceId}`;
  await insert(sql, first);
}

export interface Checkpoints {
  readonly signed: readonly Checkpoint[];
  /** Workspaces whose chain does not continue from its latest checkpoint. Nothing is signed there. */
  readonly refused: readonly { readonly workspaceId: string; readonly fault: AuditFault }[];
}

/**
 * Signs the head of every workspace whose chain has grown since its latest checkpoint, once it is known that the events
 * since then continue from it.
 */
export async function addCheckpoints(db: Db, signer: Signer, at: Date): Promise<Checkpoints> {
  const signed: Checkpoint[] = [];
  const refused: { workspaceId: string; fault: AuditFault }[] = [];
  for (const workspaceId of await findGrown(db)) {
    const added = await addCheckpoint(db, signer, workspaceId, at);
    if ('fault' in added) refused.push({ workspaceId, fault: added.fault });
    else if (added.checkpoint) signed.push(added.checkpoint);
  }
  return { signed, refused };
}

/** The same for one workspace; `checkpoint` is null if there was nothing to sign, or another worker signed it. */
export async function addCheckpoint(
  db: Db,
  signer: Signer,
  workspaceId: string,
  at: Date,
): Promise<{ readonly checkpoint: Checkpoint | null } | { readonly fault: AuditFault }> {
  const { head, fault } = await verifySinceCheckpoint(db, workspaceId);
  return fault ? { fault } : { checkpoint: await sign(db, signer, head, at) };
}

/** The workspaces whose chain does not end at their latest checkpoint. */
async function findGrown({ sql }: Db): Promise<readonly string[]> {
  const rows = await sql<{ id: string }>`
    SELECT id FROM workspaces w
    WHERE audit_sequence IS DISTINCT FROM (SELECT max(sequence) FROM audit_checkpoints WHERE workspace_id = w.id)`;
  return rows.map(({ id }) => id);
}

/** Null when another worker was first: of two checkpoints after the same one, the seal lets only one through. */
async function sign(
  { begin }: Db,
  signer: Signer,
  { workspaceId, sequence, hash, seal, latest }: Head,
  at: Date,
): Promise<Checkpoint | null> {
  if (sequence === latest?.sequence) return null;
  const checkpoint = signCheckpoint(signer, { workspaceId, sequence, hash, at }, latest);
  return begin(async (sql) => {
    const [moved] = await sql`
      UPDATE workspaces SET audit_seal = ${sealOf(signer, checkpoint)}
      WHERE id = ${workspaceId} AND audit_seal = ${seal} RETURNING id`;
    if (!moved) return null;
    await insert(sql, checkpoint);
    return checkpoint;
  });
}

async function insert(sql: Sql, { workspaceId, sequence, hash, at, signature, publicKey }: Checkpoint): Promise<void> {
  await sql`
    INSERT INTO audit_checkpoints (workspace_id, sequence, hash, at, signature, public_key)
    VALUES (${workspaceId}, ${sequence}, ${hash}, ${at}, ${signature}, ${publicKey})`;
}

/** A page of a workspace's checkpoints, newest first; `before` is the sequence of the last one of the page before. */
export async function listCheckpoints(
  db: Db,
  workspaceId: string,
  { limit, before }: { limit: number; before?: bigint | undefined },
): Promise<readonly Checkpoint[]> {
  return db.auditCheckpoint.findMany({
    where: { workspaceId, sequence: { lt: before } },
    orderBy: { sequence: 'desc' },
    take: limit,
  });
}
