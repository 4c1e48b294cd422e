import type { types } from '@slack/bolt';
import type { DetailRow } from '../../domain/detail-rows';
import type { Message } from '../message';
import { shorten } from '../shorten';
import { paragraph, plain, strong, words } from './blocks';

/** A block takes 3,000 characters, and a message is read in passing: the page has the rest. */
const LIMITS = { context: 2_500, details: 15, value: 200 };
const DETAILS_A_BLOCK = 5;

/** What of a question, or of an answer, stands in the message. */
export const shownInSlack = (message: Pick<Message, 'context' | 'details'>) => shorten(message, LIMITS);

/** Names and values, a line each. */
export const detailBlocks = (details: readonly DetailRow[]): types.KnownBlock[] =>
  chunks(details, DETAILS_A_BLOCK).map((some) =>
    paragraph(...some.map(({ name, value }) => [strong(name), words(`  ${value}`)])),
  );

/** The page with everything on it. A click on it reaches us, too, and means nothing. */
export const pageButton = (url: string): types.Button => ({
  type: 'button',
  action_id: 'page',
  text: plain('Open the page'),
  url,
});

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
