import { z } from 'zod';
import { filled, unique } from '../texts';
import { labels } from './labels';
import type { Rules } from './rules';

const request = z.strictObject({
  type: z.literal('choose'),
  ...labels,
  choices: z
    .array(filled(500))
    .min(2, 'needs at least 2 choices')
    .max(100, 'can have at most 100 choices')
    .refine(unique, 'must not repeat a choice'),
});

/** One of the choices that the agent names: `{ "chosen": "staging" }`. */
export const choose = {
  request,
  asksFor: 'asks you to choose',
  wanted: 'Choose:',
  labels: { approve: 'Choose' },
  data: ({ choices }) => z.strictObject({ chosen: z.enum(choices) }),
  inWords: ({ label }, { chosen }) => [{ name: label || 'Choice', value: String(chosen) }],
} satisfies Rules<z.infer<typeof request>>;
