import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import type { Notifier } from '../channels/channel';
import { isOpen } from '../contract/decision';
import { askedAt } from '../contract/ladder';
import type { Clock } from '../platform/clock';
import type { Metrics } from '../platform/metrics';
import type { Vault } from '../platform/vault';
import { appendAudit, SYSTEM } from '../store/audit';
import type { Db } from '../store/db';
import { getDecision } from '../store/decisions';
import { ensureLink, markNotified } from '../store/links';
import { countSteps } from '../store/traces';

interface Deps {
  readonly db: Db;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly metrics: Metrics;
  readonly publicUrl: string;
  /** How a message goes out, by the channel's name. */
  readonly notifiers: Readonly<Record<string, Notifier>>;
}

export function createNotify({ db, clock, vault, metrics, publicUrl, notifiers }: Deps) {
  return {
    /** Tells the approver of this rung, once. Skips a decision that is over: nobody is asked what is answered. */
    async notify(decisionId: string, height: number): Promise<void> {
      const decision = await getDecision(db, decisionId);
      if (!isOpen(decision.status)) return;
      const recipient = askedAt(decision, height);
      const token = vault.linkToken(decisionId, recipient);
      const link = await ensureLink(db, decisionId, recipient, vault.hashToken(token));
      if (link.notifiedAt) return;
      const notifier = notifiers[decision.channel];
      if (!notifier) throw ApplicationFailure.nonRetryable(`no way to send over channel ${decision.channel}`);
      const steps = await countSteps(db.sql, decisionId);
      try {
        await notifier.send({ decision, steps, height, recipient, link: `${publicUrl}/d/${token}`, now: clock() });
      } catch (error) {
        metrics.notificationFailures.inc({ channel: decision.channel });
        await auditFailure(decision.workspaceId, decisionId, recipient, error);
        // A mail server's words often name the address: they are for the audit, and not for Temporal's history and logs.
        throw new Error(`the approver could not be told over ${decision.channel}`);
      }
      await markNotified(db, link, decision, clock());
    },
  };

  /** The first failure of a notification is audited; its retries would only repeat it. */
  async function auditFailure(
    workspaceId: string,
    decisionId: string,
    recipient: string,
    error: unknown,
  ): Promise<void> {
    if (activityInfo().attempt > 1) return;
    const data = { recipient, error: error instanceof Error ? error.message : String(error) };
    await appendAudit(db.sql, workspaceId, [
      { type: 'approver.notify_failed', at: clock(), actor: SYSTEM, decisionId, data },
    ]);
  }
}
