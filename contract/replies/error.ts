import { z } from 'zod';
import { STATUSES } from '../../domain/status';
import { ERRORS, type ErrorCode } from '../errors';

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** The one shape of every error. */
export const errorReply = z
  .strictObject({
    error: z.string().describe('The message, for a person.'),
    code: z.enum(codes).describe('The error, for a program.'),
    details: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Each field at fault.'),
    status: z.enum(STATUSES).optional().describe('The status of the decision, with `ALREADY_RESOLVED` and `EXPIRED`.'),
    resolved_by: z
      .string()
      .nullable()
      .optional()
      .describe('Who resolved the decision, with `ALREADY_RESOLVED` and `EXPIRED`.'),
  })
  .meta({ id: 'Error' });
