import { iso } from '../contract/times';
import { type AuditEvent, eventOf } from '../store/audit';
import type { Checkpoint } from '../store/checkpoint-text';
import type { Delivery } from '../store/deliveries';

/** An audit event as every reply shows it: all but `hash` is what the hash is made over. */
export const eventView = (event: AuditEvent) => ({ ...eventOf(event), hash: event.hash });

export const checkpointView = ({ sequence, hash, at, signature, publicKey }: Checkpoint) => ({
  ...{ sequence: Number(sequence), hash, at: at.toISOString(), signature },
  public_key: publicKey,
});

export function deliveryView({ id, event, url, status, nextAttemptAt, attempts }: Delivery) {
  return {
    id,
    event,
    url,
    status,
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
