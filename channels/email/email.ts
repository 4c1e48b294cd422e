import type { Message } from '../message';
import { htmlOf } from './html';
import { textOf } from './text';

/** An e-mail, ready for whatever sends it. */
export interface Email {
  /** One line: no field of a decision can add a header. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The message as an e-mail, once for each kind of reader. */
export function emailOf(message: Message): Email {
  return { subject: message.subject, html: htmlOf(message), text: textOf(message) };
}
