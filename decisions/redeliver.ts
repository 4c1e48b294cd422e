import { HandoverError, notFound, unavailable } from '../contract/errors';
import type { Decision } from '../domain/decision';
import { isId } from '../platform/ids';
import { type Delivery, findDelivery, setDelivery } from '../store/deliveries';
import type { Context } from './context';

/** Sends a delivery again at once, as the same event. If Temporal cannot be reached it stays as it was: UNAVAILABLE. */
export async function redeliver(
  { db, clock, temporal, log }: Pick<Context, 'db' | 'clock' | 'temporal' | 'log'>,
  apiKeyId: string,
  decision: Decision,
  id: string,
): Promise<Delivery> {
  if (decision.erasedAt)
    throw new HandoverError('NOT_FOUND', {
      reason: "This decision's content was erased: there is nothing left to deliver",
    });
  const before = isId(id) ? await findDelivery(db, decision.id, id) : null;
  if (!before) throw notFound('Delivery');
  const reopened = { ...before, status: 'pending', nextAttemptAt: clock(), redeliveredBy: apiKeyId } as const;
  await setDelivery(db, reopened);
  try {
    await temporal.startDelivery(id, before.attempts.length);
    return reopened;
  } catch (error) {
    log.warn({ err: error, decision_id: decision.id }, 'not redelivered');
    await setDelivery(db, before);
    throw unavailable('Temporal', 5);
  }
}
