import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import type { Clock } from '../platform/clock';
import type { GuardedFetch } from '../platform/guarded-fetch';
import type { Metrics } from '../platform/metrics';
import type { Secrets } from '../platform/secrets';
import { VERSION } from '../platform/version';
import { signedHeaders } from '../platform/webhook-signature';
import { SYSTEM } from '../store/audit';
import type { Db } from '../store/db';
import { type Attempt, type DueDelivery, findDueDelivery, recordAttempt } from '../store/deliveries';
import { type TransitionDeps, transition } from '../store/transition';

interface Deps {
  readonly db: Db;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly metrics: Metrics;
  readonly fetch: GuardedFetch;
  readonly transitions: TransitionDeps;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The documented gaps after each attempt, in milliseconds (`api.md`). The first attempt tries twice; after the last it has failed. */
export const GAPS = [
  ...[5 * SECOND, 30 * SECOND],
  ...[5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
] as const;

const GONE = 410;

export function createCallback({ db, clock, secrets, metrics, fetch, transitions }: Deps) {
  return {
    /**
     * Makes one attempt at a delivery, and the first one twice. Throws if it did not arrive, to be retried after the
     * documented gap; not to be retried after the last attempt, or after 410. `earlier`: attempts of another workflow.
     */
    async callback(deliveryId: string, earlier: number): Promise<void> {
      const number = earlier + activityInfo().attempt;
      const gap = GAPS[number - 1] ?? null;
      for (const gapAfter of number === 1 ? [0, gap] : [gap]) if (await attempt(deliveryId, gapAfter)) return;
      const message = 'the callback did not arrive';
      if (gap === null) throw ApplicationFailure.nonRetryable(message);
      throw ApplicationFailure.create({ message, nextRetryDelay: gap });
    },
  };

  /** Whether nothing is left to do. */
  async function attempt(deliveryId: string, gapAfter: number | null): Promise<boolean> {
    const delivery = await findDueDelivery(db, deliveryId);
    if (delivery?.status !== 'pending' || delivery.erasedAt) return true;
    const made = await send(delivery);
    const hasArrived = made.error === null;
    const isGone = made.statusCode === GONE;
    const hasFailed = !hasArrived && (isGone || gapAfter === null);
    const isDone = hasArrived || hasFailed;
    await recordAttempt(db, delivery, made, {
      status: hasArrived ? 'delivered' : hasFailed ? 'failed' : 'pending',
      nextAttemptAt: isDone ? null : new Date(clock().getTime() + (gapAfter ?? 0)),
    });
    if (!hasArrived) metrics.deliveryFailures.inc();
    if (isGone) throw ApplicationFailure.nonRetryable('the receiver answered 410: it wants no more callbacks');
    if (hasArrived) await noteNotified(delivery);
    return hasArrived;
  }

  /** With channel `webhook` the receiver notifies people: it knows of everyone who has been asked so far. */
  async function noteNotified({ decisionId, event }: DueDelivery): Promise<void> {
    if (event !== 'decision.created' && event !== 'decision.escalated' && event !== 'answer.counted') return;
    await transition(transitions, decisionId, ({ state, channel }) => {
      const isNoted = channel === 'webhook' && state.onTimeout === 'approve';
      const assignmentIds = isNoted ? state.assignments.map(({ id }) => id) : [];
      return { command: { kind: 'notified', assignmentIds }, actor: SYSTEM };
    });
  }

  async function send(delivery: DueDelivery): Promise<Attempt> {
    const at = clock();
    const started = performance.now();
    const done = (statusCode: number | null, error: string | null): Attempt => ({
      ...{ at, statusCode, error, durationMs: Math.round(performance.now() - started) },
    });
    try {
      const headers = {
        'content-type': 'application/json',
        'user-agent': `Handover/${VERSION}`,
        ...signedHeaders({
          id: delivery.eventId,
          body: delivery.body,
          secrets: secretsAt(at, delivery).map(secrets.open),
          at,
        }),
      };
      const { status } = await fetch(delivery.url, { method: 'POST', headers, body: delivery.body });
      return done(status, status >= 200 && status < 300 ? null : `answered ${status}`);
    } catch (error) {
      return done(null, error instanceof Error ? error.message || error.name : String(error));
    }
  }
}

/** Newest first: until a rotation is over, the secret before signs as well. */
function secretsAt(at: Date, delivery: DueDelivery): readonly Uint8Array[] {
  const { webhookSecret, previousWebhookSecret: previous, previousWebhookSecretEndsAt: endsAt } = delivery;
  return previous && endsAt && at < endsAt ? [webhookSecret, previous] : [webhookSecret];
}
