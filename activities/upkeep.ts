import { heartbeat, log } from '@temporalio/activity';
import type { Clock } from '../platform/clock';
import type { Vault } from '../platform/vault';
import { addCheckpoints } from '../store/checkpoints';
import { forgetCounts } from '../store/counters';
import type { Db } from '../store/db';
import { type Erasure, eraseDecision, findOld } from '../store/erase';
import { forgetReplies } from '../store/idempotency';
import { forgetSignatures } from '../store/slack-requests';

interface Deps extends Pick<Erasure, 'storage'> {
  readonly db: Db;
  readonly clock: Clock;
  readonly vault: Vault;
  /** For how many days the words of a decision that is over are kept; without it for ever. */
  readonly retentionDays: number | undefined;
}

const DAY_MS = 24 * 3_600_000;
const PAGE = 200;

export function createUpkeep({ db, clock, vault, retentionDays, storage }: Deps) {
  return {
    /** Signs the head of each audit chain that has grown. Each checkpoint is logged in full: the log is a copy of it. */
    async checkpointAudit(): Promise<void> {
      const { signed, refused } = await addCheckpoints(db, vault.auditSigner, clock());
      for (const { workspaceId, sequence, hash, at, signature, publicKey } of signed) {
        const checkpoint = { sequence: Number(sequence), hash, at: at.toISOString(), signature, public_key: publicKey };
        log.info('audit checkpoint', { workspace_id: workspaceId, ...checkpoint });
      }
      for (const { workspaceId, fault } of refused)
        log.error('the audit chain was tampered with: not signed', { workspace_id: workspaceId, ...fault });
    },

    /** Erases what has been kept for long enough. */
    async eraseOld(): Promise<void> {
      await forgetReplies(db, clock());
      await forgetCounts(db, clock());
      await forgetSignatures(db, clock());
      if (retentionDays === undefined) return;
      const before = new Date(clock().getTime() - retentionDays * DAY_MS);
      for (;;) {
        const ids = await findOld(db, before, PAGE);
        for (const id of ids) {
          heartbeat();
          await eraseDecision(db, id, { cause: 'retention', person: null, at: clock(), storage });
        }
        if (ids.length < PAGE) return;
      }
    },
  };
}
