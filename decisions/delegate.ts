import { requireAllowedApprovers } from '../accounts/approvers';
import type { Assurance } from '../domain/assurance';
import type { Decision } from '../domain/decision';
import type { Actor } from '../store/audit';
import { findKeyById } from '../store/keys';
import { requireAssurance } from './answer';
import { change } from './change';
import type { Context } from './context';

/** Who passes a request on, and to whom. */
export interface Delegation {
  readonly assignmentId: string;
  /** The address of the person who is asked instead. */
  readonly to: string;
  /** A message to that person. */
  readonly note: string | null;
  readonly actor: Actor;
  readonly assurance: Assurance;
}

/**
 * Has another person asked in place of one who hasn't answered. It takes the same assurance as an answer: otherwise a
 * forwarded link could choose who decides. Throws APPROVER_NOT_ALLOWED unless the decision's key may ask the new person,
 * ALREADY_ASKED if they are in the step already.
 */
export async function delegate(
  context: Context,
  decision: Decision,
  { assignmentId, to, note, actor, assurance }: Delegation,
): Promise<Decision> {
  requireAssurance(decision, assurance);
  const key = await findKeyById(context.db.sql, decision.workspaceId, decision.apiKeyId);
  if (!key) throw new Error(`key ${decision.apiKeyId} is not in the database`);
  await requireAllowedApprovers(context, key, { approvers: [to], backups: [] });
  return change(context, decision.id, () => ({ command: { kind: 'delegate', assignmentId, to }, actor, note }));
}
