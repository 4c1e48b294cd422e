import { z } from 'zod';
import type { Json } from '../domain/json';

/** Any JSON value. What came out of a JSON parser, or goes into a reply, is one: only its absence is a fault. */
export const json = z.unknown().refine((value) => value !== undefined, 'is missing') as unknown as z.ZodType<Json>;

/** An object with whatever fields. */
export const jsonObject = z.record(z.string(), json);
