import type { WebClient } from '@slack/web-api';
import type { Decision } from '../../../domain/decision';
import { findDecision } from '../../../store/decisions';
import { findInstallation } from '../../../store/slack';
import type { InboundContext } from '../../inbound';
import { slackClient } from '../client';
import type { Interaction } from './interaction';
import { NotAuthorized, type Reply } from './replies';
import { replyMessage } from './reply-blocks';

/** Slack waits three seconds for a reply, and two calls may come before it. */
const CALL_MS = 1_200;

/** The decision that was answered, and a way to talk to the Slack workspace in which that happened. */
export interface WorkspaceClient {
  readonly decision: Decision;
  /** For calls that are made before Slack has its reply. */
  readonly client: WebClient;
  /** Shows the person a message that nobody else sees. A failure is only logged. */
  tell(reply: Reply): Promise<void>;
}

/** Throws `NotAuthorized` if there is no such decision, or if its workspace may not ask in this Slack workspace. */
export async function workspaceClientFor(
  { db, config, secrets, log }: InboundContext,
  interaction: Interaction,
): Promise<WorkspaceClient> {
  const decision = await findDecision(db, interaction.decision);
  if (!decision) throw new NotAuthorized('decision');
  const installation = interaction.team && (await findInstallation(db, decision.workspaceId, interaction.team));
  if (!installation) throw new NotAuthorized('team');
  const token = secrets.open(installation.botToken);
  const { channel, user } = interaction;
  return {
    decision,
    client: slackClient(config, token, { timeout: CALL_MS }),
    tell: (reply) =>
      slackClient(config, token)
        .chat.postEphemeral({ channel, user, ...replyMessage(reply) })
        .then(
          () => undefined,
          (error: unknown) => log.warn({ err: error, decision_id: decision.id }, 'a private message was not sent'),
        ),
  };
}
