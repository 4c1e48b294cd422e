import { z } from 'zod';

/** What every response type may carry: a question above the form and a hint inside it. Empty ones count as none. */
export const labels = { label: z.string().max(500).optional(), placeholder: z.string().max(500).optional() };
