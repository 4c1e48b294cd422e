import type { WebClient } from '@slack/web-api';
import type { Decision } from '../../../domain/decision';
import { findAnyDecision } from '../../../store/decisions';
import { findInstallation } from '../../../store/slack';
import type { InboundContext } from '../../inbound';
import { slackClient } from '../client';
import { noteOf } from './note';
import type { Seen } from './seen';
import { Refused, type Told } from './words';

/** Slack waits three seconds for a reply, and two calls may come before it. */
const CALL_MS = 1_200;

/** The decision that was answered, and a way to speak in the team where that happened. */
export interface Place {
  readonly decision: Decision;
  /** For what is asked of Slack before it has its reply. */
  readonly client: WebClient;
  /** Tells something that nobody else sees. Where that fails it is only logged. */
  tell(told: Told): Promise<void>;
}

/** Throws `Refused` where there is no such decision, or where its workspace may not ask in this team. */
export async function placeOf({ db, config, secrets, log }: InboundContext, seen: Seen): Promise<Place> {
  const decision = await findAnyDecision(db, seen.decision);
  if (!decision) throw new Refused('decision');
  const installation = seen.team && (await findInstallation(db, decision.workspaceId, seen.team));
  if (!installation) throw new Refused('team');
  const token = secrets.open(installation.botToken);
  const { channel, user } = seen;
  return {
    decision,
    client: slackClient(config, token, { timeout: CALL_MS }),
    tell: (told) =>
      slackClient(config, token)
        .chat.postEphemeral({ channel, user, ...noteOf(told) })
        .then(
          () => undefined,
          (error: unknown) => log.warn({ err: error, decision_id: decision.id }, 'a private note could not be sent'),
        ),
  };
}
