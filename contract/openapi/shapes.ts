import { z } from 'zod';
import { STATUS_OF_CODE } from '../errors';

/** Shapes that many replies share. */

export const id = z.uuid();
export const time = z.iso.datetime({ precision: 3 });

/** A page of a list, newest first. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ data: z.array(item), has_more: z.boolean(), next_cursor: z.string().nullable() });

const codes = Object.keys(STATUS_OF_CODE) as [keyof typeof STATUS_OF_CODE];

/** Every error, whatever went wrong. */
export const error = z
  .strictObject({
    error: z.string().describe('For people.'),
    code: z.enum(codes).describe('For programs.'),
    details: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .describe('With VALIDATION_ERROR: each field at fault.'),
    status: z.string().optional().describe('With ALREADY_RESOLVED and EXPIRED: where the decision stands.'),
    resolved_by: z.string().nullable().optional().describe('With ALREADY_RESOLVED and EXPIRED: who decided.'),
  })
  .meta({ id: 'Error' });
