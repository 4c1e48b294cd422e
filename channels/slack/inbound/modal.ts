import type { types, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import type { Verdict } from '../../../domain/verdict';
import type { Decision } from '../../../domain/decision';
import type { AnswerGiven } from '../../../domain/check-answer';
import { labelOf } from '../../../domain/response-types';
import { readValue } from '../button';
import { fieldsFor } from './fields';
import { type Filled, INPUT } from './fields/input';
import { noteField, noteIn } from './fields/note';
import { oneLine } from './one-line';
import type { Seen } from './seen';

/** How Slack names our form to us. */
export const CALLBACK_ID = 'answer';

const LONGEST_TITLE = 24;
const LONGEST_ACTION = 1_000;

/** The form for this verdict: what is answered, the fields of its response type, a note. */
export function modalFor(decision: Decision, seen: Seen): types.ModalView {
  const { verdict } = seen;
  const fields = fieldsFor(decision, verdict);
  return {
    type: 'modal',
    callback_id: CALLBACK_ID,
    private_metadata: metadataOf(seen),
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

/** The answer in the form that was sent. */
export function answerIn({ state }: ViewOutput, decision: Decision, verdict: Verdict): AnswerGiven {
  const filled: Filled = (path) => state.values[path]?.[INPUT];
  const given = fieldsFor(decision, verdict)?.read(filled);
  return { verdict, notes: noteIn(filled), data: null, executeAt: null, ...given };
}

/** Which message the form came from, kept in it by Slack: a form does not say where it was opened. */
const message = z.object({ channel: z.string(), ts: z.string() });

const metadataOf = ({ decision, verdict, content, channel, ts }: Seen): string =>
  JSON.stringify({ decision, verdict, content, channel, ts });

/** Who sent our form, and for which message; null for one that is none of ours. */
export function seenIn({ team, user, view }: ViewSubmitAction): Seen | null {
  const pressed = readValue(view.private_metadata);
  if (!pressed) return null;
  const { channel, ts } = message.parse(JSON.parse(view.private_metadata));
  return { ...pressed, channel, ts, team: team?.id ?? null, user: user.id, userTeam: user.team_id };
}
