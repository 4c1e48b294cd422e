import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import type { Clock } from '../platform/clock';
import type { GuardedFetch } from '../platform/guarded-fetch';
import type { Metrics } from '../platform/metrics';
import type { Secrets } from '../platform/secrets';
import { VERSION } from '../platform/version';
import { signedHeaders } from '../platform/webhook-signature';
import type { Db } from '../store/db';
import { type Attempt, getDelivery, recordAttempt } from '../store/deliveries';
import type { WebhookSecrets } from '../store/keys';

interface Deps {
  readonly db: Db;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly metrics: Metrics;
  readonly fetch: GuardedFetch;
}
type Loaded = Awaited<ReturnType<typeof getDelivery>>;

/** The documented gaps before the second and third attempt of the activity, in milliseconds. */
const GAPS = [5_000, 30_000] as const;
const GONE = 410;

/** Newest first: until a rotation is over, the secret before signs as well. */
function secretsAt(at: Date, key: WebhookSecrets): readonly Uint8Array[] {
  const { webhookSecret, previousWebhookSecret: previous, previousWebhookSecretEndsAt: endsAt } = key;
  return previous && endsAt && at < endsAt ? [webhookSecret, previous] : [webhookSecret];
}

export function createCallback({ db, clock, secrets, metrics, fetch }: Deps) {
  return {
    /**
     * Tries one delivery: once, and at once again in a first attempt that may be retried. Throws where it did not
     * arrive; not to be retried after 410. `next`: the gap in milliseconds after the last attempt (null: none follows).
     */
    async callback(deliveryId: string, next: number | null): Promise<void> {
      const { attempt, retryPolicy } = activityInfo();
      const attempts = retryPolicy?.maximumAttempts ?? 1;
      const gap = attempt < attempts ? (GAPS[attempt - 1] ?? null) : next;
      const tries = attempt === 1 && attempts > 1 ? [0, gap] : [gap];
      for (const gapAfter of tries) if (await tryOnce(deliveryId, gapAfter)) return;
      throw new Error('the callback did not arrive');
    },
  };

  async function tryOnce(deliveryId: string, gapAfter: number | null): Promise<boolean> {
    const delivery = await getDelivery(db, deliveryId);
    if (delivery.status === 'delivered') return true;
    if (delivery.decision.erasedAt) throw ApplicationFailure.nonRetryable('what was to be delivered has been erased');
    const attempt = await send(delivery);
    const arrived = attempt.error === null;
    const gone = attempt.statusCode === GONE;
    const failed = !arrived && (gone || gapAfter === null);
    const nextAttemptAt = arrived || failed ? null : new Date(clock().getTime() + (gapAfter ?? 0));
    await recordAttempt(db, delivery, attempt, {
      status: arrived ? 'delivered' : failed ? 'failed' : 'pending',
      nextAttemptAt,
    });
    if (!arrived) metrics.deliveryFailures.inc();
    if (gone) throw ApplicationFailure.nonRetryable('the receiver answered 410: it wants no more callbacks');
    return arrived;
  }

  async function send(delivery: Loaded): Promise<Attempt> {
    const at = clock();
    const started = performance.now();
    const done = (statusCode: number | null, error: string | null): Attempt => ({
      at,
      statusCode,
      error,
      durationMs: Math.round(performance.now() - started),
    });
    try {
      const signedWith = secretsAt(at, delivery.decision.apiKey).map(secrets.open);
      const headers = {
        'content-type': 'application/json',
        'user-agent': `Handover/${VERSION}`,
        ...signedHeaders({ id: delivery.id, body: delivery.body, secrets: signedWith, at }),
      };
      const { status } = await fetch(delivery.url, { method: 'POST', headers, body: delivery.body });
      return done(status, status >= 200 && status < 300 ? null : `answered ${status}`);
    } catch (error) {
      return done(null, error instanceof Error ? error.message || error.name : String(error));
    }
  }
}
