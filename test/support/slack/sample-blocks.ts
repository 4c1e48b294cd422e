import type { webApi } from '@slack/bolt';

/** The smallest blocks there are, for tests to spoil. */
export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const button = (text: string, more = {}) => ({ type: 'button' as const, text: plain(text), ...more });
export const actions = (...elements: object[]) => ({ type: 'actions', elements });
export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
export const input = (element: object, label = 'Label') => ({
  ...{ type: 'input', block_id: label, label: plain(label), element },
});
export const modal = (...blocks: object[]) =>
  ({ type: 'modal', title: plain('Deny'), submit: plain('Send'), blocks }) as webApi.ModalView;
