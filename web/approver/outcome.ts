import type { Verdict } from '../../contract/decision';
import type { Decision } from '../../contract/model';
import type { IconName } from '../icons';
import type { Tone } from './receipt';

/** How a decision that is over is told: to whom it was who answered, to the others, and what it means. */
export interface OutcomeWords {
  readonly icon: IconName;
  readonly tone?: Tone;
  /** "You approved this" */
  readonly byYou: string;
  /** "Already approved" */
  readonly already: string;
  readonly title: string;
  readonly means: string;
}

const OUTCOMES = {
  approved: {
    icon: 'approved',
    tone: 'approved',
    byYou: 'You approved this',
    already: 'Already approved',
    title: 'Approved',
    means: 'The agent may go ahead.',
  },
  scheduled: {
    icon: 'clock',
    tone: 'approved',
    byYou: 'You approved this for a time',
    already: 'Already approved for a time',
    title: 'Scheduled',
    means: 'The agent may go ahead once the time has come.',
  },
  denied: {
    icon: 'denied',
    tone: 'denied',
    byYou: 'You denied this',
    already: 'Already denied',
    title: 'Denied',
    means: 'The agent stops.',
  },
  modified: {
    icon: 'modify',
    tone: 'modified',
    byYou: 'You asked for changes',
    already: 'Changes already asked for',
    title: 'Changes asked for',
    means: 'The agent does not go ahead as it was written, and gets the note.',
  },
  cancelled: {
    icon: 'withdrawn',
    byYou: 'Withdrawn, nothing to do',
    already: 'Withdrawn, nothing to do',
    title: 'Withdrawn',
    means: 'The request was taken back. The agent does not go ahead.',
  },
  expired: {
    icon: 'hourglass',
    byYou: 'Too late to answer',
    already: 'Too late to answer',
    title: 'Expired',
    means: 'Nobody answered in time, so the agent stops. If it still matters, the agent can ask again.',
  },
} as const satisfies Record<string, OutcomeWords>;

export type Ending = keyof typeof OUTCOMES;

/** How the decision ended. One that nobody recorded yet, but that takes no answer any more, ran out of time. */
export function endingOf({ status, cancelled }: Pick<Decision, 'status' | 'cancelled'>): Ending {
  if (cancelled) return 'cancelled';
  return status === 'pending' || status === 'escalated' ? 'expired' : status;
}

export const wordsFor = (ending: Ending): OutcomeWords => OUTCOMES[ending];

/** An answer of this visitor that came too late. */
export interface LateAnswer {
  readonly verdict: Verdict;
  readonly at: Date;
}
