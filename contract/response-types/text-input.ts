import { z } from 'zod';
import type { TextInput } from '../../domain/response-types/text-input';
import { isUsable, UNUSABLE } from '../storable';
import { filled, unique } from '../texts';
import { labels } from './labels';

const field = z.strictObject({
  name: filled(100).refine(isUsable, UNUSABLE),
  ...labels,
  required: z.boolean().default(false),
});

export const textInput = z.strictObject({
  type: z.literal('text_input'),
  ...labels,
  fields: z
    .array(field)
    .min(1, 'needs at least 1 field')
    .max(20, 'can have at most 20 fields')
    .refine((fields) => unique(fields.map(({ name }) => name)), 'must not repeat a name'),
}) satisfies z.ZodType<TextInput>;
