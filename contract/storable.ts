import type { Fault } from '../domain/fault';

const UNSTORABLE = 'must not contain null characters or unpaired surrogates';
const TOO_LARGE = 'must be a number that JSON clients can read: at most 1.8e308';

/** Special in JavaScript: an object that is given this field does not have it afterwards. */
const TAKEN = '__proto__';
export const isUsable = (name: string): boolean => name !== TAKEN;
export const UNUSABLE = 'is a reserved name';

/** What of a request cannot be stored, in names and in values. PostgreSQL takes neither of the two in text or JSON. */
export function unstorable(value: unknown, path: readonly string[] = []): readonly Fault[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [{ path: path.join('.'), message: UNSTORABLE }];
  if (typeof value === 'number' && !Number.isFinite(value)) return [{ path: path.join('.'), message: TOO_LARGE }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => [
    ...(isUsable(name) ? [] : [{ path: [...path, name].join('.'), message: UNUSABLE }]),
    ...unstorable(name, path),
    ...unstorable(field, [...path, name]),
  ]);
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');
