import { z } from 'zod';
import { isEmailAddress } from '../domain/email-address';
import { quote } from '../domain/quote';
import { groupDigits } from '../domain/text-limits';
import { isRepresentable } from '../domain/time-range';

/** Fields that many requests share. */

/** A year, in minutes. */
export const YEAR = 525_600;

/** An e-mail address in any script, kept as given; `personKey` compares them. */
export const email = z
  .string()
  .refine(isEmailAddress, { error: ({ input }) => `must be an e-mail address (got ${quote(input)})` })
  .meta({ format: 'email' });

/** A time with its time zone. */
export const time = z.iso
  .datetime({
    offset: true,
    error: ({ input }) => `must be an ISO 8601 time with a time zone (got ${quote(input)})`,
  })
  .transform((value) => new Date(value))
  .refine(isRepresentable, 'must be in the years 1 to 9999');

export const minutes = (max: number) =>
  z
    .number()
    .gt(0, 'must be more than 0')
    .max(max, `must be at most ${groupDigits(max)} (one year)`);
