import { resolve } from '../../../decisions/resolve';
import type { AnswerGiven } from '../../../domain/check-answer';
import type { InboundContext } from '../../inbound';
import type { Asked } from './admitted';
import { show } from './attend';

/** How sure we are of who answers here. */
export const ASSURANCE = 'slack';

/**
 * Answers in the name of one who was asked. `onKept`: called as soon as the answer cannot be lost, whatever the workflow
 * does. Where that is away, the message says that the answer is recorded; else the workflow has it say what stands.
 */
export async function answer(
  context: InboundContext,
  { decision, link }: Asked,
  given: AnswerGiven,
  onKept: () => void,
): Promise<void> {
  const { recipient: author, id: linkId } = link;
  const from = { via: 'slack', assurance: ASSURANCE, author, apiKeyId: null, linkId, onKept } as const;
  const { applied } = await resolve(context, decision, given, from);
  if (!applied) await show(context, decision.id);
}
