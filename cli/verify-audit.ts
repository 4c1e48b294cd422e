import { isPublicKey } from '../platform/ed25519';
import { createSecrets } from '../platform/secrets';
import { type AuditFault, type Verification, verifyAudit } from '../store/verify-audit';
import { run, say, withDb } from './run';

/**
 * `npm run audit:verify`: verifies the audit chain of each workspace and says what is wrong with it. Arguments are public
 * keys to trust besides the server's own: those of earlier values of HANDOVER_SECRET.
 */
run(async (config) => {
  const former = process.argv.slice(2);
  for (const key of former) if (!isPublicKey(key)) throw new Error(`Not an Ed25519 public key in base64: ${key}`);
  const { publicKey } = createSecrets(config.HANDOVER_SECRET).auditSigner;
  say(`Checkpoints are signed with ${publicKey}`);
  await withDb(config, async (db) => {
    for (const { id, name } of await db.workspace.findMany({ orderBy: { id: 'asc' } })) {
      const verification = await verifyAudit(db, id, [publicKey, ...former]);
      say(`${name} (${id}): ${summaryOf(verification)}`);
      for (const fault of verification.faults) say(`  ${descriptionOf(fault)}`);
      if (!verification.ok) process.exitCode = 1;
    }
  });
});

function summaryOf({ ok, checked, firstBad, latest }: Verification): string {
  if (!ok) return `does not verify, first bad sequence ${firstBad}`;
  const unsigned = checked - Number(latest?.sequence);
  return `${checked} events verified, ${unsigned === 0 ? 'all signed' : `the last ${unsigned} not signed yet`}`;
}

function descriptionOf({ kind, sequence }: AuditFault): string {
  switch (kind) {
    case 'event_missing':
      return `Event ${sequence} is missing.`;
    case 'event_changed':
      return `Event ${sequence} was changed: its content does not match its hash.`;
    case 'previous_hash_changed':
      return `Event ${sequence} does not follow the one before it: previous_hash is another event's hash.`;
    case 'event_before_first':
      return `There is an event ${sequence}, but the first one is 1.`;
    case 'head_wrong':
      return `The head of the chain in "workspaces" has another hash than event ${sequence}.`;
    case 'head_set_back':
      return `The head of the chain in "workspaces" was set back: it does not know event ${sequence}.`;
    case 'first_checkpoint_missing':
      return 'The checkpoint that was signed when the workspace was created is missing.';
    case 'checkpoint_not_genuine':
      return (
        `The checkpoint at ${sequence} was changed, is signed with a key that is not trusted, or ` +
        'a checkpoint before it is missing. For the key of an earlier HANDOVER_SECRET, pass its public key as an argument.'
      );
    case 'checkpoint_contradicted':
      return `Event ${sequence} is missing or not the one that was signed: the checkpoint has another hash.`;
    case 'last_checkpoints_missing':
      return `Checkpoints at or after ${sequence} were signed and are missing, or the seal in "workspaces" was changed.`;
  }
}
