import { heartbeat, log } from '@temporalio/activity';
import type { Decision } from '../domain/decision';
import type { Clock } from '../platform/clock';
import type { Secrets } from '../platform/secrets';
import { addCheckpoints } from '../store/checkpoints';
import type { Db } from '../store/db';
import { findDecision } from '../store/decisions';
import { type Erasure, eraseDecision, findEndedBefore } from '../store/erase';
import { forgetReplies } from '../store/idempotency';
import { forgetCounts } from '../store/rate-counters';
import { forgetSignatures } from '../store/slack-requests';
import { type TransitionDeps, transition } from '../store/transition';
import { TEMPORAL } from './advance';

interface Deps extends Pick<Erasure, 'storage' | 'replyOf'> {
  readonly db: Db;
  readonly transitions: TransitionDeps;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** For how many days the text of a decision is kept once it has ended; undefined: forever. */
  readonly retentionDays: number | undefined;
  /** Decisions whose workflows an operator terminated since then, or that failed, with the reason given. */
  findTerminated(since: Date): AsyncIterable<{ readonly decisionId: string; readonly reason: string | null }>;
  /** Has the decision's workflow look again. */
  wake(decision: Decision): Promise<void>;
}

const DAY_MS = 24 * 3_600_000;
const PAGE = 200;

export function createMaintenance(deps: Deps) {
  const { db, clock, secrets, retentionDays, storage, transitions, replyOf } = deps;
  return {
    /** Denies decisions whose workflows were terminated, and has a new run tell what the old one no longer can. */
    async denyTerminated(): Promise<void> {
      for await (const { decisionId, reason } of deps.findTerminated(new Date(clock().getTime() - DAY_MS))) {
        heartbeat();
        const command = { kind: 'cancel', by: 'temporal' } as const;
        await transition(transitions, decisionId, () => ({ command, actor: TEMPORAL, reason }));
        const decision = await findDecision(db, decisionId);
        if (decision) await deps.wake(decision);
      }
    },

    /** Signs the head of each audit chain that has grown. Each checkpoint is logged in full: the log is a copy of it. */
    async checkpointAudit(): Promise<void> {
      const { signed, refused } = await addCheckpoints(db, secrets.auditSigner, clock());
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
        const ids = await findEndedBefore(db, before, PAGE);
        for (const id of ids) {
          heartbeat();
          await eraseDecision(db, id, { cause: 'retention', person: null, at: clock(), storage, replyOf });
        }
        if (ids.length < PAGE) return;
      }
    },
  };
}
