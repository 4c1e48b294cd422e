/**
 * Text that somebody else wrote, changed so that it cannot disturb what stands around it and hides nothing. The result is
 * still plain text: each renderer escapes it for HTML, headers or whatever it writes. Requests are sanitized when they
 * arrive, and everything is sanitized again where it is shown. Every pattern here runs in linear time.
 */

const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/g;

/** Terminal commands as a whole (ECMA-48): without their first character, the rest of them would remain as text. */
const ESCAPE_SEQUENCE = new RegExp(
  [
    String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?`, // colours, cursor movements
    String.raw`(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f\n]*(?:\x07|\x1b\\|\x9c)`, // titles, links, device commands
    String.raw`\x1b(?:[ -/]+[0-~]|[78=>cDEHM])`, // character sets, resets
  ].join('|'),
  'g',
);

/** Invisible characters that change how visible ones look, in the places where writing needs them. */
const NEEDED = [
  String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`, // flags of England, Scotland, Wales
  String.raw`(?<=[[\p{L}\p{M}]--[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]])[\u200c\u200d](?=[[\p{L}\p{M}]--[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]])`,
  String.raw`(?<=\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Emoji})[\ufe0e\ufe0f]`,
  String.raw`(?<=\p{sc=Han})[\ufe00-\ufe0d\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=\p{sc=Mongolian})[\u180b-\u180d\u180f]`,
].join('|');
/** Controls except tab and line break, text that runs backwards (CVE-2021-42574), and all else that does not show. */
const HIDDEN = String.raw`[[\p{Cc}--[\n\t]]\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]`;
const NEEDED_OR_HIDDEN = new RegExp(`(${NEEDED})|${HIDDEN}`, 'gv');

/** More marks on one letter than any script needs would cover the lines above. */
const STACKED = /(\p{M}{8})\p{M}+/gu;

/** Text of several lines; line breaks become `\n`. */
export function sanitizeText(text: string): string {
  return removeHidden(text.toWellFormed().replace(ESCAPE_SEQUENCE, '').replace(LINE_BREAK, '\n'));
}

/** The same on one line, fit for a header. */
export function sanitizeLine(text: string): string {
  return sanitizeText(text).replace(/\s+/g, ' ').trim();
}

/** Removes only what does not show, so that markup around texts stays as it is. */
export function removeHidden(text: string): string {
  return text.replace(NEEDED_OR_HIDDEN, '$1').replace(STACKED, '$1');
}

/** A value with every text in it sanitized, names of fields included. */
export function sanitizeAll<T>(value: T): T {
  return sanitized(value) as T;
}

function sanitized(value: unknown): unknown {
  if (typeof value === 'string') return sanitizeText(value);
  if (Array.isArray(value)) return value.map(sanitized);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [sanitizeText(name), sanitized(field)]));
}

/** Whether a reader sees nothing of the text: it is empty, or has only spaces and characters that do not show. */
export const isBlank = (text: string): boolean => /^[\s\p{M}\u2800]*$/u.test(sanitizeText(text));

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
