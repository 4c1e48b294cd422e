import type { AuditCheckpoint } from '../generated/prisma/client';
import { isSignedBy, type Signer } from '../platform/ed25519';
import type { Db } from './db';

/** The head of a workspace's audit chain at some moment, signed. */
export type Checkpoint = AuditCheckpoint;

/** What is signed: five lines without an end of line after the last. The time as ISO 8601 in UTC with milliseconds. */
function textOf({
  workspaceId,
  sequence,
  hash,
  at,
}: Pick<Checkpoint, 'workspaceId' | 'sequence' | 'hash' | 'at'>): string {
  return ['handover audit checkpoint', workspaceId, sequence, hash, at.toISOString()].join('\n');
}

/** Signs the head of every workspace whose chain has grown since its last checkpoint, and returns what it signed. */
export async function addCheckpoints({ sql }: Db, signer: Signer, at: Date): Promise<readonly Checkpoint[]> {
  const heads = await sql<{ id: string; sequence: string; hash: string }>`
    SELECT id, audit_sequence AS sequence, audit_hash AS hash FROM workspaces w
    WHERE audit_sequence > (SELECT coalesce(max(sequence), 0) FROM audit_checkpoints WHERE workspace_id = w.id)`;
  const checkpoints = heads.map(({ id, sequence, hash }) => {
    const head = { workspaceId: id, sequence: BigInt(sequence), hash, at };
    return { ...head, signature: signer.sign(textOf(head)), publicKey: signer.publicKey };
  });
  for (const { workspaceId, sequence, hash, signature, publicKey } of checkpoints)
    await sql`
      INSERT INTO audit_checkpoints (workspace_id, sequence, hash, at, signature, public_key)
      VALUES (${workspaceId}, ${sequence}, ${hash}, ${at}, ${signature}, ${publicKey})
      ON CONFLICT DO NOTHING`; // another worker was first
  return checkpoints;
}

/** A workspace's checkpoints, newest first; `before` is the sequence of the last one of the page before. */
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

const PAGE = 1_000;

/**
 * The sequence of the first checkpoint that no trusted key has signed as it stands there, or whose event is missing or
 * has another hash by now; null when all are well.
 */
export async function firstBadCheckpoint(
  { sql }: Db,
  workspaceId: string,
  trusted: readonly string[],
): Promise<number | null> {
  for (let last = '0'; ; ) {
    const rows = await sql<{ sequence: string; hash: string; at: Date; signature: string; written: string | null }>`
      SELECT c.sequence, c.hash, c.at, c.signature, e.hash AS written
      FROM audit_checkpoints c LEFT JOIN audit_events e USING (workspace_id, sequence)
      WHERE workspace_id = ${workspaceId} AND sequence > ${last} ORDER BY sequence LIMIT ${PAGE}`;
    for (const { sequence, hash, at, signature, written } of rows) {
      const text = textOf({ workspaceId, sequence: BigInt(sequence), hash, at });
      if (hash !== written || !trusted.some((key) => isSignedBy(key, text, signature))) return Number(sequence);
    }
    if (rows.length < PAGE) return null;
    last = rows.at(-1)?.sequence ?? last;
  }
}
