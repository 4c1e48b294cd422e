/** One page of a list, made from one row more than was asked for. The cursor is the id of the page's last row. */
export function page<Row extends { readonly id: string }, Shown>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Shown,
) {
  const shown = rows.slice(0, limit);
  const more = rows.length > limit;
  return { data: shown.map(show), has_more: more, next_cursor: more ? (shown.at(-1)?.id ?? null) : null };
}
