import { ApplicationFailure } from '@temporalio/activity';
import { type DeliveryOptions, HAND_OVER } from '../domain/snapshot';
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

const NOT_ARRIVED = 'the callback did not arrive';

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
/** The documented gaps after each attempt, in milliseconds. After the attempt that follows the last gap it has failed. */
export const GAPS = [
  ...[0, 5 * SECOND, 30 * SECOND],
  ...[5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
] as const;

/** The gap from which on another workflow continues. */
const LONG_GAP = 5 * MINUTE;

const GONE = 410;

export function createCallback({ db, clock, secrets, metrics, fetch, transitions }: Deps) {
  return {
    /**
     * Makes the next attempt at a delivery. Throws if it did not arrive, to be retried after the documented gap; not to be
     * retried after the last attempt, or after 410. Unless it `isPatient`, it throws HAND_OVER before a long gap. What
     * counts are attempts that were made, so an outage of PostgreSQL uses up none. `earlier`: how many were made before
     * someone asked for it to be sent again.
     */
    async callback(deliveryId: string, { earlier, isPatient }: DeliveryOptions): Promise<void> {
      for (;;) {
        const gap = await attempt(deliveryId, earlier);
        if (gap === null) return;
        if (gap === 0) continue; // as `nextRetryDelay`, 0 would mean no retry
        if (gap >= LONG_GAP && !isPatient) throw ApplicationFailure.nonRetryable(NOT_ARRIVED, HAND_OVER);
        throw ApplicationFailure.create({ message: NOT_ARRIVED, nextRetryDelay: gap });
      }
    },
  };

  /** How long to wait before the next attempt; null if nothing is left to do. Throws if it has failed for good. */
  async function attempt(deliveryId: string, earlier: number): Promise<number | null> {
    const delivery = await findDueDelivery(db, deliveryId);
    if (delivery?.status !== 'pending' || delivery.erasedAt) return null;
    const gapAfter = GAPS[delivery.attempts - earlier] ?? null;
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
    if (hasFailed) throw ApplicationFailure.nonRetryable(NOT_ARRIVED);
    if (hasArrived) await noteNotified(delivery);
    return hasArrived ? null : gapAfter;
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
