import { piecesOf } from './bytes';

/** How much of a text is looked at for what it is. */
const HEAD = 64 * 1_024;
/** No text has these; a line's end, a tab and a page's end may be there. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\0-\x08\x0e-\x1f\x7f]/;

/** The beginning of a file that is UTF-8 text from its first byte to its last; null where it is not. */
export async function textOf(path: string): Promise<string | null> {
  const decode = strictDecoder();
  let head = '';
  for await (const piece of piecesOf(path)) {
    const text = decode(piece);
    if (text === null || CONTROL.test(text)) return null;
    if (head.length < HEAD) head += text;
  }
  return decode() === null ? null : head;
}

/** Decodes UTF-8 piece by piece, and without one says whether the last was whole; null for what is not UTF-8. */
function strictDecoder(): (piece?: Buffer) => string | null {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (piece) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      return null;
    }
  };
}

/** Texts that are more than that. `MZ` is how a program of Windows begins. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^MZ/, 'is a program'],
  [/^#!/, 'is a script'],
  [/^\s*<(\?(php|=)|%)/i, 'is a script'],
  [/^\{\\rtf/, 'is rich text, which may hold anything'],
  [/^%!/, 'is PostScript, which is a program'],
];

/** Elements that a browser takes for a page when they come first, or that draw and run. Others begin many a Markdown file. */
const PAGES = /^<(?:[\w.-]+:)?(html|head|body|script|iframe|frameset|style|object|embed|form|base|meta|link|svg)\b/i;
const BEFORE_MARKUP = /\s+|<!--[\s\S]*?-->|<\?xml[\s\S]*?\?>|<!doctype(?! html)[^>[]*(?:\[[^\]]*\]\s*)?>/iy;

/** Why a text is not only a text, or null. */
export function dangerIn(text: string): string | null {
  const known = BEGINNINGS.find(([beginning]) => beginning.test(text));
  if (known) return known[1];
  const markup = text.slice(endOf(BEFORE_MARKUP, text));
  if (/^<!doctype html/i.test(markup)) return 'is a web page';
  const [, element] = PAGES.exec(markup) ?? [];
  if (!element) return null;
  return element.toLowerCase() === 'svg' ? 'is an SVG, which can hold scripts' : 'is a web page';
}

/** Where what matches, again and again from the beginning, ends. */
function endOf(pattern: RegExp, text: string): number {
  let end = 0;
  for (;;) {
    pattern.lastIndex = end;
    const [match] = pattern.exec(text) ?? [];
    if (!match) return end;
    end += match.length;
  }
}
