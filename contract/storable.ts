import type { Detail } from './errors';

const MESSAGE = 'has a null character or half a surrogate pair, which cannot be stored';

/** JavaScript's own: an object that is given this field does not have it afterwards. */
const TAKEN = '__proto__';
export const isUsable = (name: string): boolean => name !== TAKEN;
export const UNUSABLE = 'is a name that cannot be used';

/** What of a request cannot be kept, in names as in values: PostgreSQL takes neither of the two, in text or in JSON. */
export function unstorable(value: unknown, path: readonly string[] = []): readonly Detail[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [{ path: path.join('.'), message: MESSAGE }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => [
    ...(isUsable(name) ? [] : [{ path: [...path, name].join('.'), message: UNUSABLE }]),
    ...unstorable(name, path),
    ...unstorable(field, [...path, name]),
  ]);
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');
