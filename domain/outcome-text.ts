import { type ResponseData, type ResponseType, rulesOf } from './response-types';
import { isOpen, type Status } from './status';

/** What people read about a decision that is over. */
export interface OutcomeText {
  /** "Denied"; with the name of the person, "Denied by …". */
  readonly title: string;
  /** What follows from it, a sentence. */
  readonly means: string;
}

const TEXTS = {
  approved: { title: 'Approved', means: 'The agent may proceed.' },
  scheduled: { title: 'Scheduled', means: 'The agent may proceed at the chosen time.' },
  denied: { title: 'Denied', means: "The agent won't proceed." },
  modified: { title: 'Changes requested', means: "The agent won't proceed as proposed; it receives the note." },
  cancelled: { title: 'Withdrawn', means: "The request was taken back, so the agent won't proceed." },
  expired: {
    title: 'Expired',
    means:
      "The request wasn't answered in time, so the agent won't proceed. If it still matters, the agent can ask again.",
  },
} as const satisfies Record<string, OutcomeText>;

/** How a decision ended. */
export type OutcomeKind = keyof typeof TEXTS;

/** An open decision that can no longer be answered has expired, even if that is not recorded yet. */
export function outcomeKindOf({
  status,
  cancelled,
}: {
  readonly status: Status;
  readonly cancelled: boolean;
}): OutcomeKind {
  if (cancelled) return 'cancelled';
  return isOpen(status) ? 'expired' : (status as OutcomeKind);
}

export const outcomeText = (outcome: OutcomeKind): OutcomeText => TEXTS[outcome];

interface Answered {
  readonly responseType: ResponseType;
  readonly responseData: ResponseData | null;
  readonly responseNotes: string | null;
}

/** The note if somebody wrote one: a note that only repeats what was filled in says nothing new. */
export function noteOf({ responseType, responseData, responseNotes }: Answered): string | null {
  const mirrored = responseData && rulesOf(responseType).notesFrom?.(responseData);
  return responseNotes === mirrored ? null : responseNotes;
}
