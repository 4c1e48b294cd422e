import type { AckFn, ViewErrorsResponseAction, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import type { Detail } from '../../../contract/errors';
import type { InboundContext } from '../../inbound';
import { answer } from './answer';
import { attend, type Door } from './attend';
import { answerIn, seenIn } from './modal';
import { toldView } from './note';
import { oneLine } from './one-line';

/** A form was sent: the same checks as everywhere. Where it can be mended it stays open, each fault at its field. */
export async function takeSubmission(
  context: InboundContext,
  body: ViewSubmitAction,
  ack: AckFn<ViewResponseAction>,
): Promise<void> {
  const { view } = body;
  const seen = seenIn(body);
  if (!seen) return;
  const door: Door = {
    ack,
    turnDown: (told) => {
      const { faults } = told.more;
      return ack(faults ? errorsIn(view, faults) : { response_action: 'update', view: toldView(told) });
    },
  };
  await attend(context, seen, door, (asked, onKept) =>
    answer(context, asked, answerIn(view, asked.decision, seen.verdict), onKept),
  );
}

const LONGEST_FAULT = 500;

/** Each fault below the input that has its path for an id; one that has none, below the first. */
function errorsIn({ blocks }: ViewSubmitAction['view'], faults: readonly Detail[]): ViewErrorsResponseAction {
  const inputs = blocks.flatMap(({ type, block_id: id }) => (type === 'input' && id ? [id] : []));
  const errors: Record<string, string> = {};
  for (const { path, message } of faults) {
    const at = inputs.includes(path) ? path : (inputs[0] ?? '');
    errors[at] = oneLine([errors[at], message].filter(Boolean).join(' '), LONGEST_FAULT).text;
  }
  return { response_action: 'errors', errors };
}
