import { z } from 'zod';

/** See `Labels` in the domain. */
export const labels = { label: z.string().max(500).optional(), placeholder: z.string().max(500).optional() };
