import type { AckFn, ViewResponseAction, ViewSubmitAction } from '@slack/bolt';
import { type Detail, HandoverError } from '../../../contract/errors';
import { readable, sentence } from '../../../contract/times';
import type { InboundContext } from '../../inbound';
import { answer } from './answer';
import { attend } from './attend';
import { answerIn, seenIn } from './modal';
import { toldView } from './note';
import { plain } from './plain';
import type { Told } from './words';

type Ack = AckFn<ViewResponseAction>;

/** A form was sent: the same checks as everywhere, each fault at its field, and what was typed stays. */
export async function takeSubmission(context: InboundContext, body: ViewSubmitAction, ack: Ack): Promise<void> {
  const seen = seenIn(body);
  if (!seen) return;
  const door = {
    isKept: false,
    keep: () => {
      door.isKept = true;
      void ack();
    },
    turnDown: async (told: Told, place: { tell(told: Told): Promise<void> } | null) => {
      if (door.isKept) await place?.tell(told);
      else if (told.more.mayRepeat) await refuse(body, [{ path: '', message: told.message }], ack);
      else await ack({ response_action: 'update', view: toldView(told) });
    },
  };
  await attend(context, seen, door, async (asked) => {
    try {
      await answer(context, asked, answerIn(body.view, asked.decision, seen.verdict), door.keep);
    } catch (error) {
      if (!(error instanceof HandoverError) || error.code !== 'VALIDATION_ERROR') throw error;
      const faults = error.extra.details ?? [];
      await refuse(
        body,
        faults.map(({ path, message }) => ({ path, message: faultIn(message, asked.zone) })),
        ack,
      );
    }
  });
}

const LONGEST_FAULT = 300;

/** A fault as a sentence, on the clocks of whoever reads it. */
const faultIn = (message: string, zone: string): string =>
  plain(`${sentence(readable(message, zone))}.`, LONGEST_FAULT).text;

/** Shows each fault below the input that has its path for an id; one that has none, below the first. */
async function refuse({ view }: ViewSubmitAction, faults: readonly Detail[], ack: Ack): Promise<void> {
  const inputs = view.blocks.flatMap(({ type, block_id: id }) => (type === 'input' && id ? [id] : []));
  const errors: Record<string, string> = {};
  for (const { path, message } of faults) {
    const at = inputs.includes(path) ? path : (inputs[0] ?? '');
    errors[at] = [errors[at], message].filter(Boolean).join(' ');
  }
  await ack({ response_action: 'errors', errors });
}
