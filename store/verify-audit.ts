import { canonicalHash } from '../platform/canonical-hash';
import { type AuditEvent, eventOf } from './audit';
import { type Checkpoint, isGenuine, isSealed } from './checkpoint-text';
import type { Db } from './db';
import type { Sql } from './sql';

export interface AuditFault {
  readonly kind:
    | 'event_missing'
    | 'event_changed'
    | 'previous_hash_changed'
    | 'event_before_first'
    | 'head_wrong'
    | 'head_set_back'
    | 'first_checkpoint_missing'
    | 'checkpoint_not_genuine'
    | 'checkpoint_contradicted'
    | 'last_checkpoints_missing';
  /** The first sequence that is missing, was changed, or is no longer proved. That of a checkpoint may be 0. */
  readonly sequence: number;
}

export interface Verification {
  readonly ok: boolean;
  /** How many events, from the first, are as they were written. */
  readonly checked: number;
  /** The lowest sequence of all faults, from 1; null if there are none. */
  readonly firstBad: number | null;
  /** At most one of the events, one of the head and one of the checkpoints. */
  readonly faults: readonly AuditFault[];
  /** The latest checkpoint. Later events are chained, but not signed yet. */
  readonly latest: Checkpoint | null;
}

/**
 * Recomputes a workspace's whole chain and compares it with the head in `workspaces`, with every checkpoint and with the
 * seal on the latest one. `trusted`: the public keys that may have signed those.
 * @throws when there is no such workspace
 */
export async function verifyAudit({ sql }: Db, workspaceId: string, trusted: readonly string[]): Promise<Verification> {
  const head = await readHead(sql, workspaceId);
  const faults = [
    await findBrokenEvent(sql, head, BEGINNING),
    compareHead(head),
    await findBadCheckpoint(sql, head, trusted),
  ].filter((found) => found !== null);
  const firstBad = faults.length ? Math.max(1, Math.min(...faults.map(({ sequence }) => sequence))) : null;
  const checked = firstBad === null ? Number(head.sequence) : firstBad - 1;
  return { ok: firstBad === null, checked, firstBad, faults, latest: head.latest };
}

/**
 * Whether the chain still continues from the latest checkpoint: what has to hold before the head is signed. That
 * checkpoint counts whichever key it names; whether the key is one of ours is for `verifyAudit` to judge.
 */
export async function verifySinceCheckpoint(
  { sql }: Db,
  workspaceId: string,
): Promise<{ readonly head: Head; readonly fault: AuditFault | null }> {
  const head = await readHead(sql, workspaceId);
  const { latest, seal } = head;
  if (latest === null) return { head, fault: fault('first_checkpoint_missing', 1n) };
  const previous = await findCheckpointBefore(sql, latest);
  if (!isGenuine(latest, previous, [latest.publicKey]))
    return { head, fault: fault('checkpoint_not_genuine', latest.sequence) };
  if (!isSealed(latest, seal, [latest.publicKey]))
    return { head, fault: fault('last_checkpoints_missing', latest.sequence + 1n) };
  return { head, fault: (await findBrokenEvent(sql, head, latest)) ?? compareHead(head) };
}

/** Where a chain ends, all read at one moment: the chain may grow meanwhile. */
export interface Head {
  readonly workspaceId: string;
  /** As the workspace has it. */
  readonly sequence: bigint;
  readonly hash: string;
  readonly seal: string;
  /** The lowest and the highest sequence among the events. */
  readonly lowest: bigint | null;
  readonly highest: bigint | null;
  readonly latest: Checkpoint | null;
}

async function readHead(sql: Sql, workspaceId: string): Promise<Head> {
  const [row] = await sql<HeadRow>`
    SELECT audit_sequence AS head, audit_hash AS "headHash", audit_seal AS seal, c.*,
           (SELECT min(sequence) FROM audit_events WHERE workspace_id = w.id) AS lowest,
           (SELECT max(sequence) FROM audit_events WHERE workspace_id = w.id) AS highest
    FROM workspaces w LEFT JOIN LATERAL (
      SELECT sequence, hash, at, signature, public_key AS "publicKey"
      FROM audit_checkpoints WHERE workspace_id = w.id ORDER BY sequence DESC LIMIT 1
    ) c ON true
    WHERE w.id = ${workspaceId}`;
  if (!row) throw new Error(`workspace ${workspaceId} does not exist`);
  return {
    ...{ workspaceId, sequence: BigInt(row.head), hash: row.headHash, seal: row.seal },
    lowest: row.lowest === null ? null : BigInt(row.lowest),
    highest: row.highest === null ? null : BigInt(row.highest),
    latest: row.sequence === null ? null : checkpointFrom(workspaceId, row),
  };
}

type CheckpointRow = Omit<Checkpoint, 'workspaceId' | 'sequence'> & { readonly sequence: string };
type HeadRow = (CheckpointRow | (CheckpointRow & { readonly sequence: null })) & {
  readonly head: string;
  readonly headHash: string;
  readonly seal: string;
  readonly lowest: string | null;
  readonly highest: string | null;
};

const checkpointFrom = (
  workspaceId: string,
  { sequence, hash, at, signature, publicKey }: CheckpointRow,
): Checkpoint => ({
  ...{ workspaceId, sequence: BigInt(sequence), hash, at, signature, publicKey },
});

const BEGINNING = { sequence: 0n, hash: '' };

/** The first event after `start` that is missing, was changed, or does not follow the one before it. */
async function findBrokenEvent(
  sql: Sql,
  head: Head,
  start: { readonly sequence: bigint; readonly hash: string },
): Promise<AuditFault | null> {
  let { sequence, hash } = start;
  for await (const event of readEvents(sql, head, sequence)) {
    sequence += 1n;
    if (event.sequence !== sequence) return fault('event_missing', sequence);
    if (event.previousHash !== hash) return fault('previous_hash_changed', sequence);
    if (event.hash !== computeHash(event)) return fault('event_changed', sequence);
    hash = event.hash;
  }
  if (sequence < head.sequence) return fault('event_missing', sequence + 1n);
  return sequence === head.sequence && hash !== head.hash ? fault('head_wrong', sequence) : null;
}

const PAGE = 1_000;

/** The events after `sequence` and up to the head, oldest first. */
async function* readEvents(
  sql: Sql,
  { workspaceId, sequence: last }: Head,
  sequence: bigint,
): AsyncGenerator<AuditEvent> {
  for (let from = sequence; ; ) {
    const rows = await sql<Omit<AuditEvent, 'sequence'> & { sequence: string }>`
      SELECT sequence, id, type, at, actor, decision_id AS "decisionId", data, previous_hash AS "previousHash", hash
      FROM audit_events
      WHERE workspace_id = ${workspaceId} AND sequence > ${from} AND sequence <= ${last} ORDER BY sequence LIMIT ${PAGE}`;
    for (const row of rows) {
      from = BigInt(row.sequence);
      yield { ...row, sequence: from };
    }
    if (rows.length < PAGE) return;
  }
}

/** Null for a row that no event could have, such as one with an infinite time or number. */
function computeHash(event: AuditEvent): string | null {
  try {
    return canonicalHash(eventOf(event));
  } catch {
    return null;
  }
}

/** What the head does not know of: events outside its range, or a checkpoint of a longer chain. */
function compareHead({ sequence, lowest, highest, latest }: Head): AuditFault | null {
  if (lowest !== null && lowest < 1n) return fault('event_before_first', lowest);
  if (highest !== null && highest > sequence) return fault('head_set_back', sequence + 1n);
  return latest !== null && latest.sequence > sequence ? fault('event_missing', sequence + 1n) : null;
}

/** The first checkpoint that is missing, was not signed by a trusted key as the successor of the one before it, or has another hash than its event. */
async function findBadCheckpoint(sql: Sql, head: Head, trusted: readonly string[]): Promise<AuditFault | null> {
  let previous: Checkpoint | null = null;
  for await (const { checkpoint, eventHash } of readCheckpoints(sql, head)) {
    if (previous === null && checkpoint.sequence !== 0n) return fault('first_checkpoint_missing', 1n);
    if (!isGenuine(checkpoint, previous, trusted)) return fault('checkpoint_not_genuine', checkpoint.sequence);
    if (checkpoint.hash !== eventHash) return fault('checkpoint_contradicted', checkpoint.sequence);
    previous = checkpoint;
  }
  if (previous === null) return fault('first_checkpoint_missing', 1n);
  return isSealed(previous, head.seal, trusted) ? null : fault('last_checkpoints_missing', previous.sequence + 1n);
}

/** Every checkpoint, oldest first, with the hash that its event has now; the one at sequence 0 stands before all events. */
async function* readCheckpoints(
  sql: Sql,
  { workspaceId, latest }: Head,
): AsyncGenerator<{ readonly checkpoint: Checkpoint; readonly eventHash: string | null }> {
  for (let after: bigint | null = null; latest !== null; ) {
    const rows: (CheckpointRow & { eventHash: string | null })[] = await sql`
      SELECT c.sequence, c.hash, c.at, c.signature, c.public_key AS "publicKey", e.hash AS "eventHash"
      FROM audit_checkpoints c LEFT JOIN audit_events e USING (workspace_id, sequence)
      WHERE workspace_id = ${workspaceId} AND (${after}::bigint IS NULL OR sequence > ${after})
        AND sequence <= ${latest.sequence}
      ORDER BY sequence LIMIT ${PAGE}`;
    for (const { eventHash, ...row } of rows) {
      const checkpoint = checkpointFrom(workspaceId, row);
      yield { checkpoint, eventHash: checkpoint.sequence === 0n ? '' : eventHash };
      after = checkpoint.sequence;
    }
    if (rows.length < PAGE) return;
  }
}

async function findCheckpointBefore(sql: Sql, { workspaceId, sequence }: Checkpoint): Promise<Checkpoint | null> {
  const [row] = await sql<CheckpointRow>`
    SELECT sequence, hash, at, signature, public_key AS "publicKey" FROM audit_checkpoints
    WHERE workspace_id = ${workspaceId} AND sequence < ${sequence} ORDER BY sequence DESC LIMIT 1`;
  return row ? checkpointFrom(workspaceId, row) : null;
}

const fault = (kind: AuditFault['kind'], sequence: bigint): AuditFault => ({ kind, sequence: Number(sequence) });
