import { listOf } from '../domain/ask-text';
import type { Decision } from '../domain/decision';
import type { DetailRow } from '../domain/detail-rows';
import { noteOf, outcomeKindOf, outcomeText } from '../domain/outcome-text';
import { personKey } from '../domain/person';
import { rulesOf } from '../domain/response-types';
import { sanitizeLine, truncate } from '../domain/sanitize-text';
import { formatMoment } from '../domain/time-text';

/** How a decision ended, whatever the channel. Every text is sanitized and one line. */
export interface OutcomeDetails {
  /** "Denied by sarah@company.com" */
  readonly title: string;
  readonly at: Date | null;
  /** The note, or the reason of a cancellation, visibly cut if it is long. */
  readonly note: string | null;
  /** What was filled in. */
  readonly filledIn: readonly DetailRow[];
  /** The time that was chosen for the action. */
  readonly executeAt: Date | null;
  /** What follows from it, a sentence. */
  readonly means: string;
}

const LONGEST_NOTE = 500;
/** Of more people only the number is shown. */
const MOST_NAMES = 3;

/** Describes how a decision that is over ended. */
export function describeOutcome(decision: Decision): OutcomeDetails {
  const { resolvedAt, expiresAt, executeAt } = decision;
  const kind = outcomeKindOf(decision);
  return {
    title: titleOf(decision),
    at: kind === 'expired' ? expiresAt : resolvedAt,
    note: noteIn(decision),
    filledIn: filledIn(decision),
    executeAt: kind === 'scheduled' ? executeAt : null,
    means: outcomeText(kind).means,
  };
}

/** "Denied by sarah@company.com, 14:05 UTC, Wednesday 25 March 2026: too expensive" */
export function formatOutcome({ title, at, note }: OutcomeDetails, zone = 'UTC'): string {
  const when = at ? `, ${formatMoment(at, zone)}` : '';
  return note === null ? `${title}${when}` : `${title}${when}: ${note}`;
}

function titleOf(decision: Decision): string {
  const { resolvedBy, resolvedVia } = decision;
  const { title } = outcomeText(outcomeKindOf(decision));
  if (resolvedBy === null) return title;
  if (resolvedVia === 'timeout') return `${title} when the deadline passed`;
  return `${title} by ${resolvedBy === 'temporal' ? 'an operator' : namesIn(decision, resolvedBy)}`;
}

/** Everyone whose approval counted, or the one person who ended the decision. */
function namesIn({ answers, status }: Decision, resolvedBy: string): string {
  const isApproved = status === 'approved' || status === 'scheduled';
  const authors = isApproved ? answers.filter(({ verdict }) => verdict === 'approve').map(({ author }) => author) : [];
  const people = [...new Map([...authors, resolvedBy].map((one) => [personKey(one), sanitizeLine(one)])).values()];
  if (people.length <= MOST_NAMES) return listOf(people);
  return listOf([...people.slice(0, MOST_NAMES - 1), `${people.length - MOST_NAMES + 1} more`]);
}

function filledIn({ responseData, responseType }: Decision): DetailRow[] {
  const rows = (responseData && rulesOf(responseType).inWords?.(responseType, responseData)) ?? [];
  return rows.map(({ name, value }) => ({ name: sanitizeLine(name), value: sanitizeLine(value), isField: false }));
}

function noteIn(decision: Decision): string | null {
  const { text, left } = truncate(sanitizeLine(noteOf(decision) ?? ''), LONGEST_NOTE);
  if (left > 0) return `${text}… (${left.toLocaleString('en-US')} more characters are on the page)`;
  return text === '' ? null : text;
}
