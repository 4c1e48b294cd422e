import { type HandoverError, notFound } from '../contract/errors';
import type { Decision } from '../domain/decision';
import { appendAudit } from '../store/audit';
import { type Proposal, type Transitioned, type TransitionOptions, transition } from '../store/transition';
import type { Context } from './context';
import { describeRefusal } from './refusals';

type Refused = Extract<Transitioned, { kind: 'refused' }>;

/**
 * Applies a command to a decision, on behalf of the actor that `propose` names. `propose` sees the decision as it is and
 * may throw. When this returns, the change is final, whether or not workers or Temporal are running. Throws what the
 * caller is to be told, NOT_FOUND for an unknown id.
 */
export async function change(
  context: Context,
  id: string,
  propose: (decision: Decision) => Proposal,
  options: TransitionOptions = {},
): Promise<Decision> {
  const result = await transition(context.transitions, id, propose, options);
  if (!result) throw notFound('Decision');
  if (result.kind === 'refused') throw await refuse(context, result);
  if (result.kind === 'changed') context.waker.wake(result.decision, noteOf(result));
  return result.decision;
}

/** What happened, for operators: it stands in the workflow's history, so it holds no text and no names. */
function noteOf({ command, decision: { revision } }: Extract<Transitioned, { kind: 'changed' }>): string {
  const verdict = command.kind === 'answer' ? `: ${command.verdict}` : '';
  return `${command.kind}${verdict}, revision ${revision}`;
}

/** The error for the caller. A refused answer is audited, at whichever entrance it came in. */
async function refuse({ db, clock }: Context, { refusal, decision, proposal }: Refused): Promise<HandoverError> {
  const { command, actor } = proposal;
  if (command.kind === 'answer') {
    const { answerId: answer_id, verdict, via } = command;
    const data = { answer_id, verdict, via, reason: refusal };
    await appendAudit(db.sql, decision.workspaceId, [
      { type: 'answer.refused', at: clock(), actor, decisionId: decision.id, data },
    ]);
  }
  return describeRefusal(refusal, decision, command);
}
