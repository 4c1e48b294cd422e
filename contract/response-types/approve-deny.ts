import { z } from 'zod';
import { labels } from './labels';
import type { Rules } from './rules';

const request = z.strictObject({ type: z.literal('approve_deny'), ...labels });

/** The default: approve, deny or modify, and nothing else to fill in. */
export const approveDeny = {
  request,
  asksFor: 'asks for your approval',
  wanted: 'Approve?',
} satisfies Rules<z.infer<typeof request>>;
