import { z } from 'zod';
import type { NumberInput } from '../../domain/response-types/number-input';
import { labels } from './labels';

export const numberInput = z
  .strictObject({ type: z.literal('number_input'), ...labels, min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    path: ['min'],
    message: 'must be at most max',
  }) satisfies z.ZodType<NumberInput>;
