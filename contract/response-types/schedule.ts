import { z } from 'zod';
import type { Detail } from '../errors';
import { labels } from './labels';

/** The approver picks when the action runs. `allow_immediate` (default true): an approval may also mean now. */
export const request = z.strictObject({
  type: z.literal('schedule'),
  ...labels,
  allow_immediate: z.boolean().default(true),
});

/** What is wrong with the time of an approval at `now`, or null. */
export function checkTime(
  { allow_immediate }: z.infer<typeof request>,
  executeAt: Date | null,
  now: Date,
): Detail | null {
  if (executeAt === null)
    return allow_immediate ? null : { path: 'execute_at', message: 'is needed: this decision asks for a time' };
  if (executeAt <= now)
    return { path: 'execute_at', message: `must be in the future, ${executeAt.toISOString()} is not` };
  return null;
}
