import { z } from 'zod';
import { labels } from './labels';
import type { Rules } from './rules';

const request = z.strictObject({
  type: z.literal('schedule'),
  ...labels,
  allow_immediate: z.boolean().default(true),
});

/** The approver picks when the action runs. `allow_immediate` (default true): an approval may also mean now. */
export const schedule = {
  request,
  asksFor: 'asks for your approval and a time',
  wanted: 'Pick a time:',
  labels: { approve: 'Approve / pick a time' },
  checkTime({ allow_immediate }, executeAt, now) {
    if (executeAt === null)
      return allow_immediate ? null : { path: 'execute_at', message: 'is needed: this decision asks for a time' };
    if (executeAt <= now)
      return { path: 'execute_at', message: `must be in the future, ${executeAt.toISOString()} is not` };
    return null;
  },
} satisfies Rules<z.infer<typeof request>>;
