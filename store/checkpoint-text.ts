import { createHash } from 'node:crypto';
import type { AuditCheckpoint } from '../generated/prisma/client';
import { isSignedBy, type Signer } from '../platform/ed25519';

/** The head of a workspace's audit chain at some moment, signed. Its sequence is the number of events up to there. */
export type Checkpoint = AuditCheckpoint;

/**
 * What a checkpoint's signature is made over: seven lines separated by `\n`, the time in ISO 8601, UTC, with
 * milliseconds. The last two are about the checkpoint before it; a workspace's first one has `0` and an empty line.
 */
function textOf(
  { workspaceId, sequence, hash, at }: Omit<Checkpoint, 'signature' | 'publicKey'>,
  previous: Checkpoint | null,
): string {
  const before = previous ? [previous.sequence, hashOf(previous)] : [0, ''];
  return ['handover audit checkpoint', workspaceId, sequence, hash, at.toISOString(), ...before].join('\n');
}

/** The SHA-256, in hex, of everything that `GET /audit/checkpoints` shows of a checkpoint, one field a line. */
const hashOf = ({ sequence, hash, at, publicKey, signature }: Checkpoint): string =>
  createHash('sha256').update([sequence, hash, at.toISOString(), publicKey, signature].join('\n')).digest('hex');

/** Signs a head of the chain, as the successor of `previous`. */
export function signCheckpoint(
  signer: Signer,
  head: Pick<Checkpoint, 'workspaceId' | 'sequence' | 'hash' | 'at'>,
  previous: Checkpoint | null,
): Checkpoint {
  return { ...head, signature: signer.sign(textOf(head, previous)), publicKey: signer.publicKey };
}

/** Whether one of these keys signed the checkpoint as it is now, as the successor of `previous`. */
export function isGenuine(checkpoint: Checkpoint, previous: Checkpoint | null, keys: readonly string[]): boolean {
  if (!isReadable(checkpoint) || (previous && !isReadable(previous))) return false;
  return keys.some((key) => isSignedBy(key, textOf(checkpoint, previous), checkpoint.signature));
}

/** PostgreSQL has an infinite time; JavaScript has not. */
const isReadable = ({ at }: Checkpoint): boolean => at instanceof Date && !Number.isNaN(at.getTime());

/**
 * The seal says that a checkpoint is the latest one. Each new checkpoint replaces it, so that whoever deletes the last
 * checkpoints cannot make the seal that belongs to the remaining ones.
 */
const sealTextOf = (latest: Checkpoint): string =>
  ['handover latest audit checkpoint', latest.workspaceId, latest.sequence, hashOf(latest)].join('\n');

export const sealOf = (signer: Signer, latest: Checkpoint): string => signer.sign(sealTextOf(latest));

export function isSealed(latest: Checkpoint, seal: string, keys: readonly string[]): boolean {
  return isReadable(latest) && keys.some((key) => isSignedBy(key, sealTextOf(latest), seal));
}
