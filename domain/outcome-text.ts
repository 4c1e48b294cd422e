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
  approved: { title: 'Approved', means: 'The agent may go ahead.' },
  scheduled: { title: 'Scheduled', means: 'The agent may go ahead once the time has come.' },
  denied: { title: 'Denied', means: 'The agent stops.' },
  modified: {
    title: 'Changes asked for',
    means: 'The agent does not go ahead as it was written, and gets the note.',
  },
  cancelled: { title: 'Withdrawn', means: 'The request was taken back. The agent does not go ahead.' },
  expired: {
    title: 'Expired',
    means: 'Nobody answered in time, so the agent stops. If it still matters, the agent can ask again.',
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
