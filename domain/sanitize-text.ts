/**
 * Text that somebody else wrote, changed so that it cannot disturb what stands around it. The result is still plain text:
 * each renderer escapes it for HTML, headers or whatever it writes.
 */

const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;
/** Controls, and the marks that make text run backwards (CVE-2021-42574); a line break and a tab may stay. */
const UNSEEN = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
/** More marks on one letter than any script needs would cover the lines above. */
const STACKED = /(\p{M}{8})\p{M}+/gu;

/** Text of several lines; line breaks become `\n`. */
export function sanitizeText(text: string): string {
  return text.toWellFormed().replace(LINE_BREAK, '\n').replace(UNSEEN, '').replace(STACKED, '$1');
}

/** The same on one line, fit for a header. */
export function sanitizeLine(text: string): string {
  return sanitizeText(text).replace(/\s+/g, ' ').trim();
}

/** At most `max` UTF-16 units of the text, never half a character; `left` is how many were cut. */
export function truncate(text: string, max: number): { readonly text: string; readonly left: number } {
  if (text.length <= max) return { text, left: 0 };
  const head = text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
  return { text: head, left: text.length - head.length };
}

/** The same, with an ellipsis if anything was cut. */
export function ellipsize(text: string, max: number): string {
  const kept = truncate(text, max);
  return kept.left > 0 ? `${kept.text}…` : text;
}
