import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import { type Channel, TryLater, Unreachable } from '../channels/channel';
import type { Telling } from '../channels/message';
import type { ShowDeps } from '../channels/show';
import { shownAs } from '../channels/standing';
import { tellingOf } from '../channels/telling';
import { isOpen } from '../contract/decision';
import { askedAt } from '../contract/ladder';
import type { Decision } from '../contract/model';
import type { Metrics } from '../platform/metrics';
import { type AuditEntry, appendAudit, SYSTEM } from '../store/audit';
import { getDecision } from '../store/decisions';
import { ensureLink, type Link, markNotified } from '../store/links';
import { keepMessage, type Reference } from '../store/messages';
import { retryLater, wordsOf } from './retry-later';
import { createShowOutcome } from './show-outcome';

interface Deps extends ShowDeps {
  readonly metrics: Metrics;
}

/** Where a message goes when its own channel cannot reach the approver. */
const FALLBACK = 'email';
/** So many tries, half a minute or more, before a channel that keeps failing is given up for the fallback. */
const MOST_TRIES = 6;
/** A channel that asks for more patience than this is given up for the fallback, too. */
const LONGEST_WAIT_MS = 60_000;

export function createNotify(deps: Deps) {
  const { db, clock, secrets, metrics, channels } = deps;
  const { showOutcome } = createShowOutcome(deps);
  return {
    /**
     * Tells the approver of this rung, once. Nobody is asked what is answered: where the decision is over, or the message
     * was sent before, what was sent shows how things stand.
     */
    async notify(decisionId: string, height: number): Promise<void> {
      const decision = await getDecision(db, decisionId);
      if (!isOpen(decision.status)) return showOutcome(decisionId);
      const recipient = askedAt(decision, height);
      const tokenHash = secrets.hashToken(secrets.linkToken(decisionId, recipient));
      const link = await ensureLink(db, decisionId, recipient, tokenHash);
      if (link.notifiedAt) return showOutcome(decisionId);
      const telling = await tellingOf(deps, decision, { height, recipient });
      const { channel } = decision;
      try {
        await noteSent(link, decision, channel, await tell(channel, telling));
      } catch (error) {
        if (!(error instanceof Unreachable) || channel === FALLBACK) throw error;
        await tell(FALLBACK, telling);
        const before = [unreachable(decision, recipient, error)];
        await markNotified(db.sql, link, decision, { channel: FALLBACK, before }, clock());
      }
    },
  };

  /** Sends over one channel. Throws `Unreachable` also where it has failed too often. */
  async function tell(name: string, telling: Telling): Promise<Reference | null> {
    try {
      return await channelOf(name).send(telling);
    } catch (error) {
      metrics.notificationFailures.inc({ channel: name });
      if (error instanceof Unreachable) throw error;
      if (name !== FALLBACK && isGivenUp(error)) throw new Unreachable(wordsOf(error));
      await auditFailure(telling, name, error);
      // A mail server's words often name the address: they are for the audit, and not for Temporal's history and logs.
      return retryLater(error, `the approver could not be told over ${name}`);
    }
  }

  function isGivenUp(error: unknown): boolean {
    return activityInfo().attempt >= MOST_TRIES || (error instanceof TryLater && error.afterMs > LONGEST_WAIT_MS);
  }

  function channelOf(name: string): Channel {
    const channel = channels[name];
    if (!channel) throw ApplicationFailure.nonRetryable(`no way to send over channel ${name}`);
    return channel;
  }

  /** Whatever happened to the decision while the message was on its way, the message shows it. */
  async function noteSent(link: Link, decision: Decision, channel: string, reference: Reference | null): Promise<void> {
    if (reference === null) return markNotified(db.sql, link, decision, { channel }, clock());
    await db.begin(async (sql) => {
      await keepMessage(sql, link, { channel, reference, shown: shownAs('asked', decision) }, clock());
      await markNotified(sql, link, decision, { channel }, clock());
    });
    await showOutcome(decision.id);
  }

  /** The first failure of a notification is audited; its retries would only repeat it. */
  async function auditFailure({ decision, recipient }: Telling, channel: string, error: unknown): Promise<void> {
    if (activityInfo().attempt > 1) return;
    const data = { channel, recipient, error: wordsOf(error) };
    await appendAudit(db.sql, decision.workspaceId, [
      { type: 'approver.notify_failed', at: clock(), actor: SYSTEM, decisionId: decision.id, data },
    ]);
  }

  function unreachable({ id, channel }: Decision, recipient: string, error: Unreachable): AuditEntry {
    const data = { channel, recipient, reason: error.message, instead: FALLBACK };
    return { type: 'approver.unreachable', at: clock(), actor: SYSTEM, decisionId: id, data };
  }
}
