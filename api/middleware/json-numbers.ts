import { parse } from 'lossless-json';
import { isExact } from '../../domain/number-text';

/** Only numbers like these can lose digits; a text may look like one, too. */
const MAYBE_INEXACT = /\d[\d.]{15}|\d[eE]/;

/** A number that JavaScript cannot keep as it was sent. */
class InexactNumber {}

/** The dotted path of a number in this JSON that JavaScript would change, such as 9007199254740993 or 1e400; else null. */
export function pathOfInexactNumber(json: string): string | null {
  if (!MAYBE_INEXACT.test(json)) return null;
  const value = parse(json, null, {
    parseNumber: (text) => (isExact(text) ? Number(text) : new InexactNumber()),
    onDuplicateKey: ({ newValue }) => newValue,
  });
  return pathIn(value, []);
}

function pathIn(value: unknown, path: readonly string[]): string | null {
  if (value instanceof InexactNumber) return path.join('.');
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, field] of Object.entries(value)) {
    const found = pathIn(field, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}
