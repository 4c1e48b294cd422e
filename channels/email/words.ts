import { ENTRANCES, isSureEnough } from '../../domain/assurance';
import type { DetailRow } from '../../domain/detail-rows';
import type { Message } from '../message';

/** What following a choice does. */
export function choicesNote(message: Message): string {
  if (isSureEnough(message, 'link'))
    return 'Each one opens a page with that choice made. Nothing is decided until you confirm there.';
  return `Each one opens the page with everything on it. A link alone is not enough to answer: answer ${ENTRANCES[message.minAssurance]}.`;
}

/** The details, and what only the page shows: nothing is loaded into a mail from anywhere. */
export function detailsOf({ facts, images, files }: Message): readonly DetailRow[] {
  const pictures = images.length === 0 ? [] : [images.length === 1 ? '1 image' : `${images.length} images`];
  const all = [...pictures, ...files.map(({ name }) => name)];
  return all.length === 0 ? facts : [...facts, { name: 'On the page', value: all.join(', '), isField: false }];
}
