import { piecesOf } from './bytes';

/** How much of a text is examined for what it is. */
const HEAD = 64 * 1_024;
/** Control characters that text does not contain. Line breaks, tabs and form feeds are text, and so is what terminals print. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to look for
const CONTROL = /[\0-\x06\x0e-\x1a\x1c-\x1f\x7f]/;

/** The beginning of a file that is UTF-8 text throughout, otherwise null. */
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

/** Decodes UTF-8 piece by piece; called without a piece, checks that the last one was complete. Null for anything else. */
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

/** Beginnings that make a text more than text. Windows programs begin with `MZ`. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^MZ/, 'is a program'],
  [/^#!/, 'is a script'],
  [/^\s*<(\?(php|=)|%)/i, 'is a script'],
  [/^\{\\rtf/, 'is rich text, which may hold anything'],
  [/^%!/, 'is PostScript, which is a program'],
];

/** First elements that make a browser treat a text as a page or run something. Others are common in Markdown. */
const PAGES = /^<(?:[\w.-]+:)?(html|head|body|script|iframe|frameset|style|object|embed|form|base|meta|link|svg)\b/i;
const BEFORE_MARKUP = /\s+|<!--[\s\S]*?-->|<\?xml[\s\S]*?\?>|<!doctype(?! html)[^>[]*(?:\[[^\]]*\]\s*)?>/iy;

/** Why a text is more than text, or null. */
export function dangerIn(text: string): string | null {
  const known = BEGINNINGS.find(([beginning]) => beginning.test(text));
  if (known) return known[1];
  const markup = text.slice(endOf(BEFORE_MARKUP, text));
  if (/^<!doctype html/i.test(markup)) return 'is a web page';
  const [, element] = PAGES.exec(markup) ?? [];
  if (!element) return null;
  return element.toLowerCase() === 'svg' ? 'is an SVG, which can hold scripts' : 'is a web page';
}

/** Where repeated matches from the beginning of the text end. */
function endOf(pattern: RegExp, text: string): number {
  let end = 0;
  for (;;) {
    pattern.lastIndex = end;
    const [match] = pattern.exec(text) ?? [];
    if (!match) return end;
    end += match.length;
  }
}
