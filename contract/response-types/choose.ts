import { z } from 'zod';
import type { Choose } from '../../domain/response-types/choose';
import { filled, unique } from '../texts';
import { labels } from './labels';

export const choose = z.strictObject({
  type: z.literal('choose'),
  ...labels,
  choices: z
    .array(filled(500))
    .min(2, 'needs at least 2 choices')
    .max(100, 'can have at most 100 choices')
    .refine(unique, 'must not repeat a choice'),
}) satisfies z.ZodType<Choose>;
