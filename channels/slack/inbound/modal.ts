import type { types, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import type { AnswerGiven } from '../../../domain/check-answer';
import type { Decision } from '../../../domain/decision';
import { labelOf } from '../../../domain/response-types';
import type { Verdict } from '../../../domain/verdict';
import { parseButtonValue } from '../button';
import { fieldsFor } from './fields';
import { type Filled, INPUT } from './fields/input';
import { noteField, noteIn } from './fields/note';
import type { Interaction } from './interaction';
import { oneLine } from './one-line';

/** How Slack names our form to us. */
export const CALLBACK_ID = 'answer';

const LONGEST_TITLE = 24;
const LONGEST_ACTION = 1_000;

/** The form for this verdict: the action, the fields of its response type, a note. */
export function modalFor(decision: Decision, interaction: Interaction): types.ModalView {
  const { verdict } = interaction;
  const fields = fieldsFor(decision, verdict);
  return {
    type: 'modal',
    callback_id: CALLBACK_ID,
    private_metadata: metadataOf(interaction),
    title: oneLine(labelOf(decision.responseType, verdict), LONGEST_TITLE),
    submit: oneLine('Send', LONGEST_TITLE),
    close: oneLine('Cancel', LONGEST_TITLE),
    blocks: [
      { type: 'section', text: oneLine(decision.action, LONGEST_ACTION) },
      ...(fields?.blocks(verdict === 'approve') ?? []),
      noteField(decision, verdict, fields !== null),
    ],
  };
}

/** The answer in a submitted form. */
export function answerIn({ state }: ViewOutput, decision: Decision, verdict: Verdict): AnswerGiven {
  const filled: Filled = (path) => state.values[path]?.[INPUT];
  const given = fieldsFor(decision, verdict)?.read(filled);
  return { verdict, notes: noteIn(filled), data: null, executeAt: null, ...given };
}

/** The message that the form was opened from. Slack keeps this in the form, which doesn't say so itself. */
const message = z.object({ channel: z.string(), ts: z.string() });

const metadataOf = ({ decision, verdict, content, channel, ts }: Interaction): string =>
  JSON.stringify({ decision, verdict, content, channel, ts });

/** Who submitted our form, and for which message; null for a form that isn't ours. */
export function interactionIn({ team, user, view }: ViewSubmitAction): Interaction | null {
  const clicked = parseButtonValue(view.private_metadata);
  if (!clicked) return null;
  const { channel, ts } = message.parse(JSON.parse(view.private_metadata));
  return { ...clicked, channel, ts, team: team?.id ?? null, user: user.id, userTeam: user.team_id };
}
