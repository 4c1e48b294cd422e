import { lastDeadline } from '../contract/ladder';
import type { Decision } from '../domain/decision';
import type { DetailRow } from '../domain/detail-rows';
import { noteOf, outcomeKindOf, outcomeText } from '../domain/outcome-text';
import { rulesOf } from '../domain/response-types';
import { sanitizeLine, truncate } from '../domain/sanitize-text';
import { formatMoment } from '../domain/time-text';

/** How a decision ended, free of any channel. Every text is inert and one line. */
export interface Outcome {
  /** "Denied by sarah@company.com" */
  readonly title: string;
  readonly at: Date | null;
  /** The note, or the reason of a withdrawal, cut visibly. */
  readonly note: string | null;
  /** What was filled in. */
  readonly filledIn: readonly DetailRow[];
  /** The time that was picked for the action. */
  readonly executeAt: Date | null;
  /** What follows from it, a sentence. */
  readonly means: string;
}

const LONGEST_NOTE = 500;

/** Of a decision that is over. */
export function outcomeOf(decision: Decision): Outcome {
  const { resolvedBy, resolvedAt, executeAt, responseData, responseType } = decision;
  const ending = outcomeKindOf(decision);
  const { title, means } = outcomeText(ending);
  return {
    title: resolvedBy === null ? title : `${title} by ${sanitizeLine(resolvedBy)}`,
    at: ending === 'expired' ? lastDeadline(decision) : resolvedAt,
    note: noteIn(decision),
    filledIn: ((responseData && rulesOf(responseType).inWords?.(responseType, responseData)) ?? []).map(
      ({ name, value }) => ({ name: sanitizeLine(name), value: sanitizeLine(value), isField: false }),
    ),
    executeAt: ending === 'scheduled' ? executeAt : null,
    means,
  };
}

/** "Denied by sarah@company.com, 14:05 UTC, Wednesday 25 March 2026: too expensive" */
export function inOneLine({ title, at, note }: Outcome, zone = 'UTC'): string {
  const when = at ? `, ${formatMoment(at, zone)}` : '';
  return note === null ? `${title}${when}` : `${title}${when}: ${note}`;
}

function noteIn(decision: Decision): string | null {
  const { text, left } = truncate(sanitizeLine(noteOf(decision) ?? ''), LONGEST_NOTE);
  if (left > 0) return `${text}… (${left.toLocaleString('en-US')} more characters are on the page)`;
  return text === '' ? null : text;
}
