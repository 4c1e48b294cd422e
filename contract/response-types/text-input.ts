import { z } from 'zod';
import type { TextInput } from '../../domain/response-types/text-input';
import { sanitizeLine } from '../../domain/sanitize-text';
import { isUsable, UNUSABLE } from '../storable';
import { atMost, filled, unique } from '../texts';
import { labels } from './labels';

const field = z.strictObject({
  name: filled(100).refine(isUsable, UNUSABLE),
  ...labels,
  required: z.boolean().default(false),
});

export const textInput = z.strictObject({
  type: z.literal('text_input'),
  ...labels,
  fields: atMost(
    20,
    'fields',
    z
      .array(field)
      .min(1, 'must have at least 1 field')
      .max(20)
      .refine((fields) => unique(fields.map(({ name }) => sanitizeLine(name))), 'must not repeat a name'),
  ),
}) satisfies z.ZodType<TextInput>;
