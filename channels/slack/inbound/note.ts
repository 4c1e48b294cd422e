import type { types } from '@slack/bolt';
import { plain } from './plain';
import type { Told } from './words';

const LONGEST = 3_000;

/** What is told, as a message. Slack reads markup in `text`, which it shows in notifications: that has no word of others. */
export function noteOf(told: Told): { readonly text: string; readonly blocks: types.KnownBlock[] } {
  return { text: 'About your answer', blocks: blocksOf(told) };
}

/** What is told, as a view in place of the form. */
export const toldView = (told: Told): types.ModalView => ({
  type: 'modal',
  title: plain('Your answer', 24),
  close: plain('Close', 24),
  blocks: blocksOf(told),
});

function blocksOf({ message, more: { link } }: Told): types.KnownBlock[] {
  const text: types.KnownBlock = { type: 'section', text: plain(message, LONGEST) };
  if (!link) return [text];
  const button: types.Button = { type: 'button', action_id: 'page', text: plain('Open the page', 75), url: link };
  return [text, { type: 'actions', elements: [button] }];
}
