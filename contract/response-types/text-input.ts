import { z } from 'zod';
import { isUsable, UNUSABLE } from '../storable';
import { filled, text, unique } from '../texts';
import { labels } from './labels';
import type { Rules } from './rules';

const field = z.strictObject({
  name: filled(100).refine(isUsable, UNUSABLE),
  ...labels,
  required: z.boolean().default(false),
});
const request = z.strictObject({
  type: z.literal('text_input'),
  ...labels,
  fields: z
    .array(field)
    .min(1, 'needs at least 1 field')
    .max(20, 'can have at most 20 fields')
    .refine((fields) => unique(fields.map(({ name }) => name)), 'must not repeat a name'),
});

const LONGEST = 10_000;

/** Texts, each under the name of its field: `{ "subject": "Spring Sale" }`. A field that is not required may be left out. */
export const textInput = {
  request,
  asksFor: 'asks you to fill in a form',
  wanted: 'Fill in:',
  labels: { approve: 'Fill in' },
  data: ({ fields }) =>
    z.strictObject(
      Object.fromEntries(
        fields.map(({ name, required }) => [name, required ? filled(LONGEST) : text(LONGEST).optional()]),
      ),
    ) as unknown as z.ZodType<Record<string, string>>,
  inWords: ({ fields }, data) =>
    fields.flatMap(({ name, label }) => (data[name] ? [{ name: label || name, value: String(data[name]) }] : [])),
} satisfies Rules<z.infer<typeof request>>;
