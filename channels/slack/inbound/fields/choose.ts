import type { types } from '@slack/bolt';
import { sanitizeLine } from '../../../../domain/sanitize-text';
import { escapeText } from '../../blocks';
import { oneLine, placeholderOf } from '../one-line';
import type { Asked, Fields } from '.';
import { INPUT, input } from './input';

const PATH = 'response_data.chosen';
/** More are a menu. */
const MOST_BUTTONS = 10;
const LONGEST_OPTION = 75;
const LONGEST_BLOCK = 3_000;

/** One of the agent's choices. Slack cuts options short: where that would hide anything, all are listed above, whole. */
export function chooseFields({ label, placeholder, choices }: Asked<'choose'>): Fields {
  const isLong = choices.some((choice) => sanitizeLine(choice).length > LONGEST_OPTION);
  const nameOf = (choice: string, index: number) => (isLong ? `${index + 1}. ${sanitizeLine(choice)}` : choice);
  const options = choices.map((choice, index) => ({
    text: oneLine(nameOf(choice, index), LONGEST_OPTION, `Choice ${index + 1}`),
    value: String(index),
  }));
  return {
    blocks: (isNeeded) => [
      ...(isLong ? listed(choices.map((choice, index) => escapeText(nameOf(choice, index)))) : []),
      input({
        ...{ path: PATH, label: label || 'Your choice', isNeeded },
        element:
          options.length <= MOST_BUTTONS
            ? { type: 'radio_buttons', action_id: INPUT, options }
            : { type: 'static_select', action_id: INPUT, options, ...placeholderOf(placeholder) },
      }),
    ],
    read: (filled) => {
      const chosen = choices[Number(filled(PATH)?.selected_option?.value ?? Number.NaN)];
      return { data: chosen === undefined ? null : { chosen } };
    },
  };
}

/** All lines, in as few blocks as they fit in. */
function listed(lines: readonly string[]): types.SectionBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const longer = [...texts.slice(-1), line].join('\n');
    if (texts.length > 0 && longer.length <= LONGEST_BLOCK) texts[texts.length - 1] = longer;
    else texts.push(line);
  }
  return texts.map((text) => ({ type: 'section', text: { type: 'plain_text', text, emoji: false } }));
}
