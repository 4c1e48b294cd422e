import type { Detail } from './errors';

const MESSAGE = 'has a null character or half a surrogate pair, which cannot be stored';

/** What of a request cannot be kept, in names as in values: PostgreSQL takes neither of the two, in text or in JSON. */
export function unstorable(value: unknown, path: readonly string[] = []): readonly Detail[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [{ path: path.join('.'), message: MESSAGE }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => [
    ...unstorable(name, path),
    ...unstorable(field, [...path, name]),
  ]);
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');
