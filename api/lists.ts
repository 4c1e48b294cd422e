import { z } from 'zod';
import { isId } from '../platform/ids';

/** An id in a query. */
export const id = z.string().refine(isId, 'is not an id');

/** `?limit=&cursor=` of every list. */
export const paging = {
  limit: z.coerce
    .number({ error: 'must be a number from 1 to 100' })
    .int()
    .min(1, 'must be 1 to 100')
    .max(100, 'must be 1 to 100')
    .default(20),
  cursor: z.string().refine(isId, 'is not a cursor of this list').optional(),
};

/** One page of a list, made from one row more than was asked for. */
export function page<Row extends { readonly id: string }, Shown>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Shown,
) {
  const shown = rows.slice(0, limit);
  const more = rows.length > limit;
  return { data: shown.map(show), has_more: more, next_cursor: more ? (shown.at(-1)?.id ?? null) : null };
}
