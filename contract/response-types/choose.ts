import { z } from 'zod';
import type { Choose } from '../../domain/response-types/choose';
import { sanitizeLine } from '../../domain/sanitize-text';
import { atMost, filled, unique } from '../texts';
import { labels } from './labels';

export const choose = z.strictObject({
  type: z.literal('choose'),
  ...labels,
  choices: atMost(
    100,
    'choices',
    z
      .array(filled(500))
      .min(2, 'must have at least 2 choices')
      .max(100)
      .refine((choices) => unique(choices.map(sanitizeLine)), 'must not repeat a choice'),
  ),
}) satisfies z.ZodType<Choose>;
