import { cut } from '../../contract/inert';
import type { Message } from '../message';
import { detailsOf } from './words';

/** Some mail clients clip what is over 100 KB, so that the rest would be missing without a word. */
const LONGEST_CONTEXT = 10_000;
const LONGEST_VALUE = 500;
const MOST_FACTS = 30;

/** What of a message stands in the e-mail, and the words for what is only on the page. */
export function shortened(message: Message) {
  const { context } = message;
  const facts = detailsOf(message);
  const kept = context === null ? null : cut(context, LONGEST_CONTEXT);
  return {
    context: kept?.text ?? null,
    contextLeft: kept?.left ? `Cut here. ${kept.left.toLocaleString('en-US')} more characters are on the page.` : null,
    facts: facts.slice(0, MOST_FACTS).map((fact) => ({ ...fact, name: ended(fact.name), value: ended(fact.value) })),
    factsLeft: facts.length > MOST_FACTS ? `${facts.length - MOST_FACTS} more are on the page.` : null,
  };
}

function ended(text: string): string {
  const kept = cut(text, LONGEST_VALUE);
  return kept.left > 0 ? `${kept.text}… (the rest is on the page)` : text;
}
