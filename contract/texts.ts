import { z } from 'zod';

/** A text with its limit in the message. */
export const text = (max: number) =>
  z.string().max(max, { error: ({ input }) => `is too long: ${String(input).length} characters, at most ${max} fit` });

/** A text that says something. */
export const filled = (max: number) => text(max).refine((value) => value.trim() !== '', 'must not be empty');

/** Whether nothing in it comes twice. */
export const unique = (all: readonly unknown[]): boolean => new Set(all).size === all.length;
