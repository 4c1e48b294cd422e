import { appendAudit, SYSTEM } from '../../../store/audit';
import { findDecision } from '../../../store/decisions';
import type { InboundContext } from '../../inbound';
import type { Named } from './payload';
import type { NotAuthorizedReason } from './replies';
import type { Fault } from './verify';

/** Why an interaction is refused, whatever it says. */
export type RefusalReason = Fault | 'replayed' | NotAuthorizedReason;

/** Logs that an interaction was refused, and audits it if it names a decision. Only ids of it are kept. */
export async function auditRefusal(
  { db, clock, log }: Pick<InboundContext, 'db' | 'clock' | 'log'>,
  reason: RefusalReason,
  { team, user, decisionId }: Named,
): Promise<void> {
  log.warn({ reason, team_id: team, user_id: user, decision_id: decisionId }, 'an interaction in Slack was refused');
  const decision = decisionId && (await findDecision(db, decisionId));
  if (!decision) return;
  const data = { channel: 'slack', reason, team_id: team, user_id: user };
  await appendAudit(db.sql, decision.workspaceId, [
    { type: 'interaction.refused', at: clock(), actor: SYSTEM, decisionId, data },
  ]);
}
