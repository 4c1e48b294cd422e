import type { DetailRow } from '../domain/detail-rows';
import { truncate } from '../domain/sanitize-text';

/** How much of a message a channel shows; lengths in UTF-16 units. */
export interface Limits {
  readonly context: number;
  readonly details: number;
  readonly value: number;
}

/** What of a message a channel shows, and the text for what is only on the page. */
export function shorten(
  { context, details }: { context: string | null; details: readonly DetailRow[] },
  limits: Limits,
) {
  const kept = context === null ? null : truncate(context, limits.context);
  return {
    context: kept?.text ?? null,
    contextLeft: kept?.left ? `Cut here. ${kept.left.toLocaleString('en-US')} more characters are on the page.` : null,
    details: details.slice(0, limits.details).map((row) => ({
      ...row,
      name: ended(row.name, limits.value),
      value: ended(row.value, limits.value),
    })),
    detailsLeft: details.length > limits.details ? `${details.length - limits.details} more are on the page.` : null,
  };
}

function ended(text: string, max: number): string {
  const kept = truncate(text, max);
  return kept.left > 0 ? `${kept.text}… (the rest is on the page)` : text;
}
