import type { types } from '@slack/bolt';
import { pageButton } from '../parts';
import { oneLine } from './one-line';
import type { Told } from './words';

const LONGEST = 3_000;

/** What is told, as a message. Slack reads markup in `text`, which it shows in notifications: that has no word of others. */
export const noteOf = (told: Told) => ({ text: 'About your answer', blocks: blocksOf(told) });

/** What is told, as a view in place of the form. */
export const toldView = (told: Told): types.ModalView => ({
  type: 'modal',
  title: oneLine('Your answer', 24),
  close: oneLine('Close', 24),
  blocks: blocksOf(told),
});

function blocksOf({ message, more: { link } }: Told): types.KnownBlock[] {
  const text: types.KnownBlock = { type: 'section', text: oneLine(message, LONGEST) };
  if (!link) return [text];
  return [text, { type: 'actions', elements: [pageButton(link)] }];
}
