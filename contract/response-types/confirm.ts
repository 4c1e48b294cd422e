import { z } from 'zod';
import { labels } from './labels';
import type { Rules } from './rules';

const request = z.strictObject({ type: z.literal('confirm'), ...labels });

/** Confirm or decline, and nothing in between. */
export const confirm = {
  request,
  asksFor: 'asks you to confirm',
  wanted: 'Confirm?',
  options: ['approve', 'deny'],
  labels: { approve: 'Confirm', deny: 'Decline' },
} satisfies Rules<z.infer<typeof request>>;
