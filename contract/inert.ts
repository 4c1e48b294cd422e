/**
 * Text that somebody else wrote, made unable to disturb what stands around it. It comes out as text all the same:
 * escaping for HTML, headers or anything else is the renderer's own work.
 */

const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
/** Controls, and the marks that make text run backwards (CVE-2021-42574); a line break and a tab may stay. */
const UNSEEN = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
/** More marks on one letter than any script needs climb over the lines above. */
const STACKED = /(\p{M}{8})\p{M}+/gu;

/** Text of several lines: breaks are kept as `\n`. */
export function inertText(text: string): string {
  return text.toWellFormed().replace(LINE_BREAK, '\n').replace(UNSEEN, '').replace(STACKED, '$1');
}

/** The same on one line, fit for a header. */
export function inertLine(text: string): string {
  return inertText(text).replace(/\s+/g, ' ').trim();
}

/** At most `max` UTF-16 units of the text, never half a character; `left` is how many were cut. */
export function cut(text: string, max: number): { readonly text: string; readonly left: number } {
  if (text.length <= max) return { text, left: 0 };
  const head = text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
  return { text: head, left: text.length - head.length };
}

/** The same with an ellipsis where something was cut. */
export function ellipsis(text: string, max: number): string {
  const kept = cut(text, max);
  return kept.left > 0 ? `${kept.text}…` : text;
}
