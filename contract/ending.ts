import { isOpen } from './decision';
import type { Decision } from './model';
import { rulesOf } from './response-types';

/** How a decision that is over is told to people. */
export interface EndingWords {
  /** "Denied", and with whoever did it "Denied by …". */
  readonly title: string;
  /** What follows from it, a sentence. */
  readonly means: string;
}

const ENDINGS = {
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
} as const satisfies Record<string, EndingWords>;

export type Ending = keyof typeof ENDINGS;

/** How the decision ended. One that nobody recorded yet, but that takes no answer any more, ran out of time. */
export function endingOf({ status, cancelled }: Pick<Decision, 'status' | 'cancelled'>): Ending {
  if (cancelled) return 'cancelled';
  return isOpen(status) ? 'expired' : (status as Ending);
}

export const endingWords = (ending: Ending): EndingWords => ENDINGS[ending];

/** The note as somebody wrote it: one that only mirrors what was filled in says nothing new. */
export function noteOf({
  responseType,
  responseData,
  responseNotes,
}: Pick<Decision, 'responseType' | 'responseData' | 'responseNotes'>): string | null {
  const mirrored = responseData && rulesOf(responseType).notesFrom?.(responseData);
  return responseNotes === mirrored ? null : responseNotes;
}
