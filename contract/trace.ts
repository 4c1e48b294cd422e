import { z } from 'zod';
import { quote } from '../domain/quote';
import { isRepresentable } from '../domain/time-range';
import { TRACE_TYPES, type TraceItem } from '../domain/trace';
import { json } from './json';
import { atMost, filled } from './texts';

const LONGEST_BYTES = 192 * 1024;

const item = z.strictObject({
  type: z.enum(TRACE_TYPES),
  role: filled(100).optional(),
  name: filled(200).optional(),
  content: json,
  at: z.iso
    .datetime({ offset: true, error: ({ input }) => `must be an ISO 8601 time with a time zone (got ${quote(input)})` })
    .refine((at) => isRepresentable(new Date(at)), 'must be in the years 1 to 9999')
    .optional(),
}) satisfies z.ZodType<TraceItem>;

/** What the agent saw and did before it asked, in that order: at most 200 items and 192 KB. */
export const trace = atMost(200, 'items', z.array(item).max(200)).refine(
  (items) => Buffer.byteLength(JSON.stringify(items)) <= LONGEST_BYTES,
  'must be at most 192 KB',
);
