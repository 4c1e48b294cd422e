import type { DetailRow } from '../domain/detail-rows';
import { truncate } from '../domain/sanitize-text';

/** How much of a message a channel shows; lengths in UTF-16 units. */
export interface Limits {
  readonly context: number;
  readonly facts: number;
  readonly value: number;
}

/** What of a message a channel shows, and the text for what is only on the page. */
export function shortened({ context, facts }: { context: string | null; facts: readonly DetailRow[] }, limits: Limits) {
  const kept = context === null ? null : truncate(context, limits.context);
  return {
    context: kept?.text ?? null,
    contextLeft: kept?.left ? `Cut here. ${kept.left.toLocaleString('en-US')} more characters are on the page.` : null,
    facts: facts.slice(0, limits.facts).map((fact) => ({
      ...fact,
      name: ended(fact.name, limits.value),
      value: ended(fact.value, limits.value),
    })),
    factsLeft: facts.length > limits.facts ? `${facts.length - limits.facts} more are on the page.` : null,
  };
}

function ended(text: string, max: number): string {
  const kept = truncate(text, max);
  return kept.left > 0 ? `${kept.text}… (the rest is on the page)` : text;
}
