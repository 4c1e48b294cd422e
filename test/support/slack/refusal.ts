import type { z } from 'zod';
import { complaints } from './block-kit/complaints';

/** An `ok: false` on its way out. */
export class Refusal extends Error {
  constructor(
    readonly error: string,
    readonly more: object = {},
  ) {
    super(`${error} ${JSON.stringify(more)}`);
  }
}

/** A call's arguments, or the refusal that says what is wrong with them. */
export function read<Schema extends z.ZodType>(schema: Schema, value: unknown, under: string[] = []): z.infer<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const errors = complaints(read.error, under);
  const part = read.error.issues[0]?.path[0];
  const error = part === 'blocks' && under.length === 0 ? 'invalid_blocks' : 'invalid_arguments';
  throw new Refusal(part === 'attachments' ? 'invalid_attachments' : error, {
    errors,
    response_metadata: { messages: errors.map((one) => `[ERROR] ${one}`) },
  });
}
