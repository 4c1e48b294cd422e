import { z } from 'zod';
import { labels } from './labels';

/** The default: approve, deny or modify, and nothing else to fill in. */
export const request = z.strictObject({ type: z.literal('approve_deny'), ...labels });
