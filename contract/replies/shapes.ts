import { z } from 'zod';

/** What many replies share. */

export const id = z.uuid();
export const time = z.iso.datetime({ precision: 3 });
/** A SHA-256 in hex. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A page of a list, newest first. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    data: z.array(item),
    has_more: z.boolean(),
    next_cursor: z.string().nullable().describe('Send it as `cursor` to get the next page.'),
  });

/** A reply of this schema, as code makes it: nothing in it is changed any more. */
export type ReplyOf<Schema extends z.ZodType> = Immutable<z.output<Schema>>;

type Immutable<Value> = Value extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
    : Value;
