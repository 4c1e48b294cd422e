import { z } from 'zod';
import { labels } from './labels';
import type { Rules } from './rules';

const request = z
  .strictObject({ type: z.literal('number_input'), ...labels, min: z.number().optional(), max: z.number().optional() })
  .refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
    path: ['min'],
    message: 'must not be above max',
  });

/** A number between `min` and `max`: `{ "value": 15 }`. In an answer the text "15" is taken for it, as forms send it. */
export const numberInput = {
  request,
  asksFor: 'asks you for a number',
  wanted: 'Enter a number:',
  labels: { approve: 'Enter a number' },
  data: ({ min = -Infinity, max = Infinity }) =>
    z.strictObject({
      value: z.preprocess(fromText, z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`)),
    }),
  inWords: ({ label }, { value }) => [{ name: label || 'Number', value: String(value) }],
  notesFrom: ({ value }) => String(value),
} satisfies Rules<z.infer<typeof request>>;

/** The number that a text spells in digits, else what came. */
function fromText(value: unknown): unknown {
  return typeof value === 'string' && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value) ? Number(value) : value;
}
