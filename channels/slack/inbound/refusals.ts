import { appendAudit, SYSTEM } from '../../../store/audit';
import { findAnyDecision } from '../../../store/decisions';
import type { InboundContext } from '../../inbound';
import type { Named } from './payload';
import type { Fault } from './verify';
import type { NotAsked } from './words';

/** Why an interaction is refused whatever it says. */
export type Reason = Fault | 'replayed' | NotAsked;

/** Logs that an interaction was refused, and audits it where it names a decision. Of what it says only ids are kept. */
export async function auditRefusal(
  { db, clock, log }: Pick<InboundContext, 'db' | 'clock' | 'log'>,
  reason: Reason,
  { team, user, decisionId }: Named,
): Promise<void> {
  log.warn({ reason, team_id: team, user_id: user, decision_id: decisionId }, 'an interaction in Slack was refused');
  const decision = decisionId && (await findAnyDecision(db, decisionId));
  if (!decision) return;
  const data = { channel: 'slack', reason, team_id: team, user_id: user };
  await appendAudit(db.sql, decision.workspaceId, [
    { type: 'interaction.refused', at: clock(), actor: SYSTEM, decisionId, data },
  ]);
}
