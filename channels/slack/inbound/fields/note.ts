import type { types } from '@slack/bolt';
import type { Decision } from '../../../../domain/decision';
import type { Verdict } from '../../../../domain/verdict';
import { type Filled, INPUT, input, typedIn } from './input';
import { LONGEST_TEXT } from './text-input';

const PATH = 'notes';

const LABELS = { approve: 'Note', deny: 'Why?', modify: 'What should change?' } as const satisfies Record<
  Verdict,
  string
>;

/** The note that goes with every answer; needed where it says why, or what to change and nothing else does. */
export const noteField = ({ requireReasonOnDeny }: Decision, verdict: Verdict, hasFields: boolean): types.InputBlock =>
  input({
    ...{ path: PATH, label: LABELS[verdict] },
    isNeeded: verdict === 'modify' ? !hasFields : verdict === 'deny' && requireReasonOnDeny,
    element: { type: 'plain_text_input', action_id: INPUT, multiline: true, max_length: LONGEST_TEXT },
  });

export const noteIn = (filled: Filled): string | null => typedIn(filled(PATH));
