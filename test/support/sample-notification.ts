import type { NotificationContext } from '../../channels/notification-context';
import type { Decision } from '../../domain/decision';
import { isSamePerson } from '../../domain/person';
import { ASKED_AT } from './sample-decision';

export const LINK = 'https://handover.company.com/d/TOKEN';

/** What there is to tell one person, by default the first, about a decision. */
export function notificationOf(
  decision: Decision,
  { to, ...different }: Partial<Omit<NotificationContext, 'decision' | 'assignment'>> & { readonly to?: string } = {},
): NotificationContext {
  const { assignments } = decision.state;
  const assignment =
    to === undefined ? assignments[0] : assignments.findLast(({ approver }) => isSamePerson(approver, to));
  if (!assignment) throw new Error(`the sample asks nobody called ${to}`);
  return {
    ...{ decision, assignment, occasion: 'ask', traceSteps: 0, link: LINK, now: ASKED_AT },
    ...{ note: decision.notes[assignment.id] ?? null, ...different },
  };
}
