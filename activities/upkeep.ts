import { heartbeat, log } from '@temporalio/activity';
import type { Clock } from '../platform/clock';
import type { Secrets } from '../platform/secrets';
import { addCheckpoints } from '../store/checkpoints';
import type { Db } from '../store/db';
import { type Erasure, eraseDecision, findOld } from '../store/erase';
import { forgetReplies } from '../store/idempotency';
import { forgetCounts } from '../store/rate-counters';
import { forgetSignatures } from '../store/slack-requests';

interface Deps extends Pick<Erasure, 'storage'> {
  readonly db: Db;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** For how many days the words of a decision that is over are kept; without it for ever. */
  readonly retentionDays: number | undefined;
}

const DAY_MS = 24 * 3_600_000;
const PAGE = 200;

export function createUpkeep({ db, clock, secrets, retentionDays, storage }: Deps) {
  return {
    /** Signs how far each audit chain has come. The log has it too: whoever keeps logs elsewhere can prove a cut tail. */
    async checkpointAudit(): Promise<void> {
      for (const { workspaceId, sequence, hash, signature } of await addCheckpoints(db, secrets.auditSigner, clock()))
        log.info('audit checkpoint', { workspace_id: workspaceId, sequence: Number(sequence), hash, signature });
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
