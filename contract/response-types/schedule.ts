import { z } from 'zod';
import type { Schedule } from '../../domain/response-types/schedule';
import { labels } from './labels';

export const schedule = z.strictObject({
  type: z.literal('schedule'),
  ...labels,
  allow_immediate: z.boolean().default(true),
}) satisfies z.ZodType<Schedule>;
