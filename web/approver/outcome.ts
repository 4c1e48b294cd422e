import { type OutcomeKind, type OutcomeText, outcomeText } from '../../domain/outcome-text';
import type { IconName } from '../icons';
import type { Tone } from './receipt';

/** How a resolved decision looks on the page. */
interface Look {
  readonly icon: IconName;
  readonly tone?: Tone;
  /** To someone who hasn't answered: "Already approved". */
  readonly already: string;
  /** What the row with the people is called: "Approved by". */
  readonly by: string;
}

const LOOKS = {
  approved: { icon: 'approved', tone: 'approved', already: 'Already approved', by: 'Approved by' },
  scheduled: { icon: 'clock', tone: 'approved', already: 'Already approved and scheduled', by: 'Approved by' },
  denied: { icon: 'denied', tone: 'denied', already: 'Already denied', by: 'Denied by' },
  modified: { icon: 'modify', tone: 'modified', already: 'Changes already requested', by: 'Changes requested by' },
  cancelled: { icon: 'withdrawn', already: 'Withdrawn, nothing to do', by: 'Withdrawn by' },
  expired: { icon: 'hourglass', already: 'Too late to answer', by: 'Answered by' },
} as const satisfies Record<OutcomeKind, Look>;

export const wordsFor = (outcome: OutcomeKind): Look & OutcomeText => ({ ...LOOKS[outcome], ...outcomeText(outcome) });
