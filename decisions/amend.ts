import { requireAllowedApprovers } from '../accounts/approvers';
import { requireOwnDecision } from '../accounts/own-decision';
import type { ApiKeyPrincipal } from '../accounts/principal';
import { notFound } from '../contract/errors';
import type { Decision } from '../domain/decision';
import { byKey } from '../store/audit';
import type { Given, TransitionOptions } from '../store/transition';
import { change } from './change';
import type { Context } from './context';

/** The text that goes with a change. */
interface Words {
  readonly reason?: string | null;
  readonly note?: string | null;
}

/**
 * Changes one of the principal's own decisions: cancel, extend, add, reassign, remind. Throws NOT_FOUND for a decision of
 * another workspace, FORBIDDEN for one of another key.
 */
export function amend(
  context: Context,
  principal: ApiKeyPrincipal,
  id: string,
  command: Given,
  { words = {}, ...options }: TransitionOptions & { readonly words?: Words } = {},
): Promise<Decision> {
  return change(
    context,
    id,
    (decision) => {
      if (decision.workspaceId !== principal.workspaceId) throw notFound('Decision');
      requireOwnDecision(principal, decision);
      return { command, actor: byKey(principal.key.id), ...words };
    },
    options,
  );
}

/** Throws APPROVER_NOT_ALLOWED unless this key may ask this person. */
export const requireAllowed = (context: Context, { key }: ApiKeyPrincipal, approver: string): Promise<void> =>
  requireAllowedApprovers(context, key, { approvers: [approver], backups: [] });
