import type { Decision } from '../domain/decision';
import type { Assignment } from '../domain/model';
import type { Clock } from '../platform/clock';
import type { Secrets } from '../platform/secrets';
import type { Db } from '../store/db';

/** Everything a channel needs to know to notify one person. */
export interface NotificationContext {
  readonly decision: Decision;
  readonly assignment: Assignment;
  /** `ask`, or which reminder. */
  readonly occasion: string;
  /** How many steps the agent's trace has. */
  readonly traceSteps: number;
  /** What was said when this person was asked in place of someone else. */
  readonly note: string | null;
  /** The person's own link. Anyone who has it can answer in their name. */
  readonly link: string;
  readonly now: Date;
}

interface LinkDeps {
  readonly secrets: Secrets;
  readonly publicUrl: string;
}
export interface NotificationDeps extends LinkDeps {
  readonly db: Db;
  readonly clock: Clock;
}

/** The page of one person for a decision. */
export const linkTo = ({ secrets, publicUrl }: LinkDeps, decisionId: string, assignmentId: string): string =>
  `${publicUrl}/d/${secrets.linkToken(decisionId, assignmentId)}`;

/** What there is to tell the person behind this assignment now. */
export const contextFor = (
  deps: Omit<NotificationDeps, 'db'>,
  given: Pick<NotificationContext, 'decision' | 'assignment' | 'occasion' | 'traceSteps'>,
): NotificationContext => ({
  ...given,
  note: given.decision.notes[given.assignment.id] ?? null,
  link: linkTo(deps, given.decision.id, given.assignment.id),
  now: deps.clock(),
});
