import { heightOf } from '../contract/asking';
import { isOpen } from '../contract/decision';
import { askedAt } from '../contract/ladder';
import type { Decision } from '../contract/model';
import { type OutcomeKind, outcomeKindOf } from '../domain/outcome-text';
import { isSamePerson } from '../domain/person';

/**
 * How a decision stands for one whom it was asked of: still asked, asked of the next one instead, answered but not
 * applied yet, over, or erased.
 */
export type Standing = 'asked' | 'escalated' | 'recorded' | 'erased' | OutcomeKind;

/** `recorded`: whether an answer of this recipient is kept, and neither taken nor refused. */
export function standingOf(
  decision: Decision,
  { recipient, recorded }: { recipient: string; recorded: boolean },
): Standing {
  if (decision.erasedAt) return 'erased';
  if (!isOpen(decision.status)) return outcomeKindOf(decision);
  if (recorded) return 'recorded';
  return isSamePerson(recipient, askedAt(decision, heightOf(decision))) ? 'asked' : 'escalated';
}

/**
 * What is noted of a message that shows this: the question with its content, for a file may be added to it, and whether
 * it has the backup's deadline, for both may be the same person.
 */
export const shownAs = (
  standing: Standing,
  { contentHash, status }: Pick<Decision, 'contentHash' | 'status'>,
): string => (standing === 'asked' ? `asked ${contentHash}${status === 'escalated' ? ' again' : ''}` : standing);

/** Whether nothing can follow but erasure. A scheduled decision may be withdrawn until its time. */
export const isSettled = (standing: Standing, { dueAt }: Pick<Decision, 'dueAt'>): boolean =>
  !['asked', 'escalated', 'recorded'].includes(standing) && (standing !== 'scheduled' || dueAt !== null);
