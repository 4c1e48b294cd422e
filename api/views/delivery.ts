import type { DeliveryReply } from '../../contract/replies/delivery';
import { iso } from '../../contract/times';
import type { Delivery } from '../../store/deliveries';

/** A delivery with every attempt. */
export function deliveryView({ id, event, url, status, nextAttemptAt, attempts }: Delivery): DeliveryReply {
  return {
    id,
    event: event as DeliveryReply['event'], // a row holds only what we wrote
    url,
    status: status as DeliveryReply['status'],
    next_attempt_at: iso(nextAttemptAt),
    attempts: attempts.map(({ number, at, statusCode, error, durationMs }) => ({
      number,
      at: at.toISOString(),
      status_code: statusCode,
      error,
      duration_ms: durationMs,
    })),
  };
}
