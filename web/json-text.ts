import type { Json } from '../domain/json';

/** Indented JSON may be so many times as long as compact JSON. Deeply nested values would be far longer. */
const MOST_GROWTH = 3;

/** JSON as people read it: indented, unless that would make it much longer. */
export function formatJson(value: Json): string {
  const compact = JSON.stringify(value);
  const most = 1_000 + MOST_GROWTH * compact.length;
  return compact.length + indentOf(value, 0, most) > most ? compact : JSON.stringify(value, null, 2);
}

/** How many characters indenting adds; not more than needed to know that it is over `most`. */
function indentOf(value: Json, depth: number, most: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  let added = 2 * depth + 1;
  for (const field of Object.values(value)) {
    added += 2 * (depth + 1) + 2 + indentOf(field, depth + 1, most);
    if (added > most) return added;
  }
  return added;
}
