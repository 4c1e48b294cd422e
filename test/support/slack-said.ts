import type { Message } from './slack';
import { blocksOf } from './slack/block-kit/message';
import { until } from './until';

/** What a message says, as it is read, times in UTC: a line each block. */
export const saidIn = (message: Message): string =>
  blocksOf(message)
    .map((block) => textsIn(block, ['text', 'fallback']).join(''))
    .join('\n');

export const untilSays = (message: Message, words: string) =>
  until(`the message says "${words}"`, () => saidIn(message).includes(words));

/** The labels of its buttons. */
export const buttonsOf = (message: Message): readonly string[] =>
  blocksOf(message).flatMap((block) =>
    block.type === 'actions' ? block.elements.flatMap((one) => (one.type === 'button' ? [one.text.text] : [])) : [],
  );

/** Where it leads. */
export const linksIn = (message: Message): readonly string[] => textsIn(blocksOf(message), ['url']);

/** Every text under these keys, however deep. */
export function textsIn(value: unknown, keys: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    typeof one === 'string' && keys.includes(key) ? [one] : textsIn(one, keys),
  );
}
