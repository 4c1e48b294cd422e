import { z } from 'zod';

const reachability = z.enum(['ok', 'unreachable']);

export const livenessReply = z.strictObject({ status: z.literal('ok') });

export const readyReply = z.strictObject({
  status: z.literal('ok'),
  database: reachability,
  temporal: reachability,
});

export const notReadyReply = z.strictObject({
  status: z.literal('unavailable'),
  database: reachability,
  temporal: reachability,
  error: z.string(),
  code: z.literal('UNAVAILABLE'),
});
