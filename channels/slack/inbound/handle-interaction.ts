import { HandoverError } from '../../../contract/errors';
import { isOpen } from '../../../domain/status';
import { localizeTimes } from '../../../domain/time-text';
import { getDecision } from '../../../store/decisions';
import type { InboundContext } from '../../inbound';
import { updateMessages } from '../../update-messages';
import { auditRefusal } from './audit-refusal';
import { type Authorized, authorize } from './authorize';
import type { Interaction } from './interaction';
import { personOf } from './person';
import { contentChanged, NotAuthorized, notAskedNow, notSureEnough, Reply, tooLate, wentWrong } from './replies';
import { type WorkspaceClient, workspaceClientFor } from './workspace-client';

/** How the request of an interaction is answered. Slack waits three seconds for that. */
export interface Responder {
  /** Acknowledges it. */
  ack(): Promise<void>;
  /** Has the person read why their answer was not taken. `workspace`: null if nothing can be said in Slack. */
  reject(reply: Reply, workspace: WorkspaceClient | null): Promise<void>;
}

/** As much as is known of an interaction when it fails. */
interface Known {
  workspace?: WorkspaceClient;
  authorized?: Authorized;
  /** The time zone that the person has in Slack. */
  zone: string;
}

/**
 * Runs `work` for an authorized approver, and acknowledges Slack once the answer is stored. Everyone else, and anyone
 * whose answer is refused, reads why. Throws if an answer was not stored for a reason that is not theirs: without an
 * acknowledgement, Slack itself shows that it failed.
 */
export async function handleInteraction(
  context: InboundContext,
  interaction: Interaction,
  responder: Responder,
  work: (authorized: Authorized) => Promise<void>,
): Promise<void> {
  const known: Known = { zone: 'UTC' };
  try {
    const workspace = await workspaceClientFor(context, interaction);
    known.workspace = workspace;
    const person = await personOf(workspace.client, interaction);
    known.zone = person.zone;
    const authorized = await authorize(context, workspace, person, interaction);
    known.authorized = authorized;
    await work(authorized);
    await responder.ack();
  } catch (error) {
    await reject(context, interaction, responder, known, error);
  }
  await showState(context, interaction.decision);
}

async function reject(
  context: InboundContext,
  interaction: Interaction,
  responder: Responder,
  known: Known,
  error: unknown,
): Promise<void> {
  if (error instanceof NotAuthorized) await auditRefusal(context, error.reason, namesIn(interaction));
  const reply = await replyTo(context, known, error);
  if (reply) return responder.reject(reply, known.workspace ?? null);
  await known.workspace?.tell(wentWrong());
  throw error;
}

const namesIn = ({ team, user, decision }: Interaction) => ({ team, user, decisionId: decision });

/** What the person reads about an error; null for one that is not meant for them. */
async function replyTo(
  { db, log }: InboundContext,
  { authorized, zone }: Known,
  error: unknown,
): Promise<Reply | null> {
  if (error instanceof Reply) {
    if (error.cause) log.warn({ err: error.cause }, error.message);
    return error;
  }
  if (!(error instanceof HandoverError) || !authorized) return null;
  const decision = await getDecision(db, authorized.decision.id); // it may have changed since
  switch (error.code) {
    case 'ALREADY_RESOLVED':
    case 'EXPIRED':
    case 'ALREADY_ANSWERED':
    case 'NOT_AN_APPROVER':
      return isOpen(decision.status) ? notAskedNow(decision, authorized.assignment.id) : tooLate(decision, zone);
    case 'ASSURANCE_TOO_LOW':
      return notSureEnough(decision);
    default:
      return replyToFaults(error, zone);
  }
}

function replyToFaults({ message, details }: HandoverError, zone: string): Reply | null {
  if (details.length === 0) return null;
  if (details.some(({ path }) => path === 'content_hash')) return contentChanged();
  const faults = details.map((fault) => ({ ...fault, message: `This ${localizeTimes(fault.message, zone)}.` }));
  return new Reply(localizeTimes(message, zone), { faults });
}

/** Has the messages of a decision show its current state. If that fails, its workflow or `maintenance` does it later. */
async function showState(context: InboundContext, decisionId: string): Promise<void> {
  await updateMessages(context, decisionId).catch((error: unknown) =>
    context.log.warn({ err: error, decision_id: decisionId }, 'a message will be edited later'),
  );
}
