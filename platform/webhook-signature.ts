import { createHmac } from 'node:crypto';

export interface ToSign {
  /** The event's id, the same for every attempt. */
  readonly id: string;
  /** The exact bytes of the body. */
  readonly body: string;
  /** Newest first, several during a rotation. Each is `whsec_` followed by base64. */
  readonly secrets: readonly string[];
  readonly at: Date;
}

/**
 * The signature headers of a callback: `X-Handover-Signature` (hex HMAC-SHA256 of the body, keyed with the secret as shown)
 * and those of Standard Webhooks (keyed with the bytes after `whsec_`, over id, timestamp and body).
 */
export function signedHeaders({ id, body, secrets, at }: ToSign): Record<string, string> {
  const timestamp = Math.floor(at.getTime() / 1_000).toString();
  const [newest = ''] = secrets;
  const standard = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'x-handover-signature': `sha256=${createHmac('sha256', newest).update(body).digest('hex')}`,
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': standard.join(' '),
  };
}
