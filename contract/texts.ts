import { z } from 'zod';
import { isBlank, sanitizeText } from '../domain/sanitize-text';
import { faultInLength, groupDigits } from '../domain/text-limits';

/** Text of at most `max` UTF-16 units. It is kept as people are shown it, so that nobody approves what they cannot see. */
export const text = (max: number) => bounded(max).overwrite(sanitizeText);

/** Text that says something. */
export const filled = (max: number) =>
  bounded(max)
    .refine((value) => !isBlank(value), 'must not be empty')
    .overwrite(sanitizeText);

/** Text that may be left out: if it shows nothing, it becomes null. */
export const optionalText = (max: number) =>
  text(max)
    .transform((value) => (isBlank(value) ? null : value))
    .pipe(z.string().nullable());

const bounded = (max: number) =>
  z.string().max(max, { abort: true, error: ({ input }) => faultInLength(String(input), max) ?? '' });

/** Whether no value occurs twice. */
export const unique = (all: readonly unknown[]): boolean => new Set(all).size === all.length;

/** A list of at most `max` items; a longer one is refused before its items are looked at. */
export const atMost = <T>(max: number, items: string, list: z.ZodType<readonly T[]>) =>
  z.preprocess((input, context) => {
    if (!Array.isArray(input) || input.length <= max) return input;
    context.addIssue({
      code: 'custom',
      message: `must have at most ${max} ${items} (got ${groupDigits(input.length)})`,
    });
    return z.NEVER;
  }, list);
