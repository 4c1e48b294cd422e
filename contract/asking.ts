import { rulesOf } from '../domain/response-types';
import { askedAt, ladderOf } from './ladder';
import type { Decision } from './model';

/** One rung of the ladder as it is told to a person. */
export interface Asking {
  readonly since: Date;
  /** When this rung's time is over; null: never. */
  readonly until: Date | null;
  /** What happens then, a sentence. */
  readonly afterwards: string | null;
  /** Who was asked before and did not answer in time. */
  readonly before: string | null;
}

/** What the rung at this height of the ladder means. */
export function askingAt(decision: Decision, height: number): Asking {
  const ladder = ladderOf(decision);
  const until = ladder[height]?.until ?? null;
  const next = height + 1 < ladder.length ? askedAt(decision, height + 1) : null;
  const then = next ? `After that, ${next} is asked instead.` : 'After that, it is too late: the agent stops.';
  return {
    since: new Date(ladder[height - 1]?.until ?? decision.createdAt),
    until: until === null ? null : new Date(until),
    afterwards: until === null ? null : then,
    before: height > 0 ? askedAt(decision, height - 1) : null,
  };
}

/** Which rung an open decision is on. */
export const heightOf = ({ status }: Pick<Decision, 'status'>): number => (status === 'escalated' ? 1 : 0);

/** Who asks. No name was given: an agent is all we know. */
export const askerOf = ({ agent }: Pick<Decision, 'agent'>): string => agent ?? 'An agent';

/** What is asked of the approver, after the asker's name. */
export const asksFor = ({ responseType }: Pick<Decision, 'responseType'>): string => rulesOf(responseType).asksFor;
