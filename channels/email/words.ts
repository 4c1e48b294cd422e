import { ENTRANCES, isSureEnough } from '../../domain/assurance';
import type { DetailRow } from '../../domain/detail-rows';
import type { Message } from '../message';

/** What the buttons do. */
export function choicesNote(message: Message): string {
  if (isSureEnough(message, 'link'))
    return 'Each button opens a page with that option selected. Nothing is decided until you confirm there.';
  return `Each button opens the page with all the details. This request needs stronger proof of identity than an e-mail link: answer ${ENTRANCES[message.minAssurance]}.`;
}

/** The details, and what only the page shows: a mail loads nothing from anywhere. */
export function detailsOf({ details, images, files }: Message): readonly DetailRow[] {
  const pictures = images.length === 0 ? [] : [images.length === 1 ? '1 image' : `${images.length} images`];
  const all = [...pictures, ...files.map(({ name }) => name)];
  return all.length === 0 ? details : [...details, { name: 'On the page', value: all.join(', '), isField: false }];
}
