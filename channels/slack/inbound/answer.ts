import { answer, asPerson, type Entrance } from '../../../decisions/answer';
import { describeRefusal } from '../../../decisions/refusals';
import type { AnswerGiven } from '../../../domain/check-answer';
import { decide } from '../../../domain/decide';
import { newId } from '../../../platform/ids';
import type { InboundContext } from '../../inbound';
import type { Authorized } from './authorize';
import type { Interaction } from './interaction';

/** How sure we are of who answers in Slack. */
export const ASSURANCE = 'slack';

/** Answers in the name of this person, for the content that their message showed. The answer is final when this returns. */
export async function answerInSlack(
  context: InboundContext,
  { decision, assignment }: Authorized,
  { content }: Interaction,
  given: AnswerGiven,
): Promise<void> {
  const entrance: Entrance = {
    ...{ via: 'slack', assurance: ASSURANCE, apiKeyId: null, contentHash: content },
    actor: { type: 'approver', id: assignment.approver, assurance: ASSURANCE },
    identify: asPerson(assignment.id),
  };
  await answer(context, decision.id, given, entrance);
}

/** Throws the error that an answer would be refused with now, so that nobody fills in a form for nothing. */
export function requireAnswerable(
  { clock }: Pick<InboundContext, 'clock'>,
  { decision, assignment }: Authorized,
  { verdict, content }: Interaction,
): void {
  const command = {
    ...({ kind: 'answer', answerId: newId(), assignmentId: assignment.id, verdict, executeAt: null } as const),
    ...({ contentHash: content, by: assignment.approver, via: 'slack', assurance: ASSURANCE } as const),
  };
  const result = decide(decision.state, { ...command, at: clock().getTime() });
  if ('refusal' in result) throw describeRefusal(result.refusal, decision, command);
}
