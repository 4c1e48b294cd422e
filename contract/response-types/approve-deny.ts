import { z } from 'zod';
import type { ApproveDeny } from '../../domain/response-types/approve-deny';
import { labels } from './labels';

export const approveDeny = z.strictObject({
  type: z.literal('approve_deny'),
  ...labels,
}) satisfies z.ZodType<ApproveDeny>;
