import type { AckFn, ViewErrorsResponseAction, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { Fault } from '../../../domain/fault';
import type { InboundContext } from '../../inbound';
import { answerInSlack } from './answer';
import { handleInteraction, type Responder } from './handle-interaction';
import { answerIn, interactionIn } from './modal';
import { oneLine } from './one-line';
import { replyView } from './reply-blocks';

/** Handles a submitted form, with the same checks as everywhere. It stays open if it can be corrected. */
export async function handleSubmission(
  context: InboundContext,
  body: ViewSubmitAction,
  ack: AckFn<ViewResponseAction>,
): Promise<void> {
  const { view } = body;
  const interaction = interactionIn(body);
  if (!interaction) return;
  const responder: Responder = {
    ack,
    reject: (reply) => {
      const { faults } = reply.more;
      return ack(faults ? errorsIn(view, faults) : { response_action: 'update', view: replyView(reply) });
    },
  };
  await handleInteraction(context, interaction, responder, (authorized) =>
    answerInSlack(context, authorized, interaction, answerIn(view, authorized.decision, interaction.verdict)),
  );
}

const LONGEST_FAULT = 500;

/** Each fault below the input that has its path for an id; any other below the first. */
function errorsIn({ blocks }: ViewSubmitAction['view'], faults: readonly Fault[]): ViewErrorsResponseAction {
  const inputs = blocks.flatMap(({ type, block_id: id }) => (type === 'input' && id ? [id] : []));
  const errors: Record<string, string> = {};
  for (const { path, message } of faults) {
    const at = inputs.includes(path) ? path : (inputs[0] ?? '');
    errors[at] = oneLine([errors[at], message].filter(Boolean).join(' '), LONGEST_FAULT).text;
  }
  return { response_action: 'errors', errors };
}
