import { z } from 'zod';
import { EVENTS } from '../events';
import { id, type ReplyOf, time } from './shapes';

/** An event sent to a receiver, with every attempt. */
export const deliveryReply = z
  .strictObject({
    id: id,
    event: z.enum(EVENTS),
    url: z.url(),
    status: z.enum(['pending', 'delivered', 'failed']),
    next_attempt_at: time.nullable(),
    attempts: z.array(
      z.strictObject({
        number: z.int(),
        at: time,
        status_code: z.int().nullable(),
        error: z.string().nullable(),
        duration_ms: z.int(),
      }),
    ),
  })
  .meta({ id: 'Delivery' });
export type DeliveryReply = ReplyOf<typeof deliveryReply>;
