import type { Assignment } from '../../../domain/model';
import { isSamePerson } from '../../../domain/person';
import { findNotifications, type Notification, noteNotification } from '../../../store/notifications';
import type { InboundContext } from '../../inbound';
import type { Interaction } from './interaction';
import type { Person } from './person';
import { NotAuthorized } from './replies';
import type { WorkspaceClient } from './workspace-client';

/** Someone who was asked, and for which assignment they answer. */
export interface Authorized extends WorkspaceClient {
  readonly assignment: Assignment;
}

/**
 * Finds the assignment that a person answers for, by the address that they have in Slack now. Throws `NotAuthorized` if
 * they were never asked.
 */
export async function authorize(
  context: InboundContext,
  workspace: WorkspaceClient,
  person: Person,
  interaction: Interaction,
): Promise<Authorized> {
  const { step, assignments } = workspace.decision.state;
  const theirs = assignments.filter(
    ({ approver, askedAt }) => askedAt !== null && isSamePerson(person.email, approver),
  );
  const notifications = await findNotifications(context.db, interaction.decision);
  const clicked = notifications.find(({ reference }) => isMessage(reference, interaction));
  // Someone may be asked in several steps: they answer for the message that they clicked, or for the step that is open.
  const assignment =
    theirs.find(({ id }) => id === clicked?.assignmentId) ??
    theirs.find((one) => one.step === step && one.status === 'asked') ??
    theirs.at(-1);
  if (!assignment) throw new NotAuthorized('not_asked');
  if (!clicked) await adopt(context, { workspace, assignment, notifications, interaction });
  return { ...workspace, assignment };
}

const isMessage = (reference: Notification['reference'], { channel, ts }: Interaction): boolean =>
  reference?.channel === channel && reference.ts === ts;

/** A process may have crashed after it sent this message and before it noted where it is: that is noted now, so that it gets edited. */
async function adopt(
  { db, clock }: InboundContext,
  found: {
    readonly workspace: WorkspaceClient;
    readonly assignment: Assignment;
    readonly notifications: readonly Notification[];
    readonly interaction: Interaction;
  },
): Promise<void> {
  const { team, channel, ts, user, decision: decisionId } = found.interaction;
  const { id: assignmentId } = found.assignment;
  const isSentAgain = found.notifications.some(
    (one) => one.assignmentId === assignmentId && one.occasion === 'ask' && one.channel === 'slack' && one.reference,
  );
  const occasion = isSentAgain ? `found-${ts}` : 'ask';
  await noteNotification(
    db,
    { decisionId, assignmentId, occasion, channel: 'slack' },
    { status: 'sent', reference: { team: team ?? '', channel, ts, user }, shown: 'unknown', shownRevision: 0 },
    { at: clock(), audit: [], workspaceId: found.workspace.decision.workspaceId },
  );
}
