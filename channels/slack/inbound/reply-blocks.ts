import type { types } from '@slack/bolt';
import { pageButton } from '../parts';
import { oneLine } from './one-line';
import type { Reply } from './replies';

const LONGEST = 3_000;

/** The reply as a message. Slack reads markup in `text`, which notifications show, so that contains nobody's text. */
export const replyMessage = (reply: Reply) => ({ text: 'About your answer', blocks: blocksOf(reply) });

/** The reply as a view that replaces the form. */
export const replyView = (reply: Reply): types.ModalView => ({
  type: 'modal',
  title: oneLine('Your answer', 24),
  close: oneLine('Close', 24),
  blocks: blocksOf(reply),
});

function blocksOf({ message, more: { link } }: Reply): types.KnownBlock[] {
  const text: types.KnownBlock = { type: 'section', text: oneLine(message, LONGEST) };
  if (!link) return [text];
  return [text, { type: 'actions', elements: [pageButton(link)] }];
}
