import { ellipsize } from './sanitize-text';

const LONGEST = 100;

/** A value as an error message repeats it: never long, however long it is itself. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(ellipsize(value, LONGEST));
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : ellipsize(String(value), LONGEST);
}
