import type { Decision } from '../../domain/decision';
import type { Assignment } from '../../domain/model';
import { isAnswered } from '../../domain/quorum';
import { isOpen } from '../../domain/status';

/**
 * What a person's link is good for: answering (`open`), or seeing what became of the request. A request that was passed
 * on stays so, whatever happens to it afterwards.
 */
export type LinkState = 'open' | 'answered' | 'passedOn' | 'notNeeded' | 'over';

export function linkStateOf({ status }: Pick<Decision, 'status'>, assignment: Assignment): LinkState {
  if (assignment.status === 'delegated') return 'passedOn';
  if (!isOpen(status)) return 'over';
  if (assignment.status === 'asked') return 'open';
  return isAnswered(assignment) ? 'answered' : 'notNeeded';
}
