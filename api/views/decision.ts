import { viewOf } from '../../contract/view';
import type { Decision } from '../../domain/decision';
import type { Claimed } from '../../store/idempotency';
import type { TransitionOptions } from '../../store/transition';
import type { ApiContext } from '../context';

/** The reply of an operation that has changed a decision; stored already, together with the change. */
export const replyWithDecision = (context: ApiContext, decision: Decision) =>
  ({ status: 200, body: viewOf(decision, context.clock(), context), kept: true }) as const;

/** The reply to store for an Idempotency-Key in the same statement as the change, so that neither exists without the other. */
export function keptReply(context: ApiContext, claim: Claimed | null): Pick<TransitionOptions, 'reply'> {
  if (!claim) return {};
  const body = (decision: Decision) => JSON.stringify(viewOf(decision, context.clock(), context));
  return { reply: { claim, status: 200, body } };
}
