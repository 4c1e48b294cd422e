import type { Verdict } from '../../domain/verdict';
import { type OutcomeKind, type OutcomeText, outcomeText } from '../../domain/outcome-text';
import type { IconName } from '../icons';
import type { Tone } from './receipt';

/** How a decision that is over looks on the page, and how it is told to whom it was who answered, and to the others. */
interface Look {
  readonly icon: IconName;
  readonly tone?: Tone;
  /** "You approved this" */
  readonly byYou: string;
  /** "Already approved" */
  readonly already: string;
}

const LOOKS = {
  approved: { icon: 'approved', tone: 'approved', byYou: 'You approved this', already: 'Already approved' },
  scheduled: {
    icon: 'clock',
    tone: 'approved',
    byYou: 'You approved this for a time',
    already: 'Already approved for a time',
  },
  denied: { icon: 'denied', tone: 'denied', byYou: 'You denied this', already: 'Already denied' },
  modified: { icon: 'modify', tone: 'modified', byYou: 'You asked for changes', already: 'Changes already asked for' },
  cancelled: { icon: 'withdrawn', byYou: 'Withdrawn, nothing to do', already: 'Withdrawn, nothing to do' },
  expired: { icon: 'hourglass', byYou: 'Too late to answer', already: 'Too late to answer' },
} as const satisfies Record<OutcomeKind, Look>;

export const wordsFor = (ending: OutcomeKind): Look & OutcomeText => ({ ...LOOKS[ending], ...outcomeText(ending) });

/** An answer of this visitor that came too late. */
export interface LateAnswer {
  readonly verdict: Verdict;
  readonly at: Date;
}
