import { z } from 'zod';
import type { Confirm } from '../../domain/response-types/confirm';
import { labels } from './labels';

export const confirm = z.strictObject({ type: z.literal('confirm'), ...labels }) satisfies z.ZodType<Confirm>;
