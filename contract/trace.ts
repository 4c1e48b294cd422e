import { z } from 'zod';
import { TRACE_TYPES, type TraceItem } from '../domain/trace';
import { json } from './json';
import { filled } from './texts';

const LONGEST_BYTES = 192 * 1024;

const item = z.strictObject({
  type: z.enum(TRACE_TYPES),
  role: filled(100).optional(),
  name: filled(200).optional(),
  content: json,
  at: z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with a zone' }).optional(),
}) satisfies z.ZodType<TraceItem>;

/** What the agent saw and did before it asked, in that order: at most 200 items and 192 KB. */
export const trace = z
  .array(item)
  .max(200, 'can have at most 200 items')
  .refine((items) => Buffer.byteLength(JSON.stringify(items)) <= LONGEST_BYTES, 'must be at most 192 KB');
