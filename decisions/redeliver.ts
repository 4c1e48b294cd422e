import { HandoverError, notFound, unavailable } from '../contract/errors';
import type { Decision } from '../contract/model';
import { isId } from '../platform/ids';
import { type Delivery, findDelivery, setDelivery } from '../store/deliveries';
import type { ApiKey } from '../store/keys';
import type { Context } from './context';

/** Sends a delivery again, at once and with the same id. With Temporal away it stays as it was: UNAVAILABLE. */
export async function redeliver(
  { db, clock, temporal, log }: Context,
  key: ApiKey,
  decision: Decision,
  id: string,
): Promise<Delivery> {
  if (decision.erasedAt)
    throw new HandoverError('NOT_FOUND', {
      reason: "This decision's content was erased: there is nothing left to deliver",
    });
  const before = isId(id) ? await findDelivery(db, decision.id, id) : null;
  if (!before) throw notFound('Delivery');
  const reopened = await setDelivery(db, before, { status: 'pending', nextAttemptAt: clock(), redeliveredBy: key.id });
  try {
    await temporal.deliver(id);
    return reopened;
  } catch (error) {
    log.warn({ err: error, decision_id: decision.id }, 'not redelivered');
    await setDelivery(db, before, before);
    throw unavailable('Temporal', 5);
  }
}
