import { listOf, progressText } from '../domain/ask-text';
import { type Decision, progressOf } from '../domain/decision';
import type { Assignment } from '../domain/model';
import { sanitizeLine } from '../domain/sanitize-text';
import { backupsAskedAfter, type MessageState } from './message-state';

/** What a message says instead of the question while the decision is still open, or below it. */
export interface StateText {
  /** A few words: "You approved this request" */
  readonly title: string;
  /** What else there is to know, in sentences. */
  readonly rest: string | null;
}

/** Describes the state of one person's message. Every text is sanitized and one line. */
export function describeState(
  decision: Decision,
  assignment: Assignment,
  state: Extract<MessageState, 'escalated' | 'answered' | 'delegated' | 'withdrawn'>,
): StateText {
  switch (state) {
    case 'escalated':
      return { title: escalationText(backupsAskedAfter(decision, assignment)), rest: 'You can still answer.' };
    case 'answered':
      return { title: `You ${ANSWERED[assignment.status] ?? 'answered'} this request`, rest: waitText(decision) };
    case 'delegated':
      return {
        title: sanitizeLine(`This request was passed on to ${assignment.delegatedTo ?? 'someone else'}`),
        rest: "You don't need to answer.",
      };
    case 'withdrawn':
      return { title: 'Your answer is no longer needed', rest: 'Enough people have approved this step.' };
  }
}

const ANSWERED: Partial<Record<Assignment['status'], string>> = { approved: 'approved', denied: 'denied' };

/** "There was no answer in time, so ben@company.com has been asked as well" */
const escalationText = (backups: readonly string[]): string =>
  sanitizeLine(
    `There was no answer in time, so ${listOf(backups)} ${backups.length > 1 ? 'have' : 'has'} been asked as well`,
  );

/** "Step 2 of 3, Finance. 1 of 2 approvals so far. Waiting for 1 more." */
function waitText(decision: Decision): string {
  const { need, approvals } = progressOf(decision);
  const left = need - approvals;
  const progress = progressText(decision);
  return sanitizeLine(
    `${progress === null ? '' : `${progress} `}Waiting for ${left} more ${left === 1 ? 'approval' : 'approvals'}.`,
  );
}
