import type { types } from '@slack/bolt';
import { sanitizeLine, truncate } from '../../../domain/sanitize-text';
import { escapeText } from '../blocks';

/** Text that Slack shows as it is written, on one line and cut to fit; `instead` where it says nothing. */
export function oneLine(text: string, max: number, instead = '…'): types.PlainTextElement {
  return { type: 'plain_text', text: cutTo(escapeText(sanitizeLine(text)), max) || instead, emoji: false };
}

/** Never within one of the three entities, which are all that begins with this sign. */
function cutTo(text: string, max: number): string {
  return text.length <= max ? text : `${truncate(text, max - 1).text.replace(/&\w*$/, '')}…`;
}

/** The hint inside an input, where there is one. */
export const placeholderOf = (text = '') =>
  sanitizeLine(text) ? { placeholder: oneLine(text, LONGEST_PLACEHOLDER) } : {};
const LONGEST_PLACEHOLDER = 150;
