import { z } from 'zod';
import { text } from './texts';

/** Fields that many requests share. */

/** A year, in minutes. */
export const YEAR = 525_600;

/** A text that may be left out: one of white space alone says nothing. */
export const optionalText = (max: number) => text(max).transform((value) => (value.trim() === '' ? null : value));
/** An address, kept as given and compared without case. */
export const email = z
  .email({ error: ({ input }) => `must be an e-mail address, ${JSON.stringify(input)} is not` })
  .max(254);
/** A time with its zone. */
export const time = z.iso
  .datetime({
    offset: true,
    error: ({ input }) => `must be an ISO 8601 time with a zone, ${JSON.stringify(input)} is not`,
  })
  .transform((value) => new Date(value));
export const minutes = (max: number) =>
  z.number().gt(0, 'must be more than 0').max(max, `must be at most ${max} (one year)`);
