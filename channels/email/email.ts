import type { Message } from '../message';
import { htmlOf } from './html';
import { LIMITS, MAX_BYTES } from './limits';
import { textOf } from './text';

/** An e-mail, ready to be sent. */
export interface Email {
  /** One line: no field of a decision can add a header. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * Renders the message in HTML and in plain text. Characters say little about the size of HTML, so both are rendered with
 * less and less of the message until they fit.
 */
export function emailOf(message: Message): Email {
  let email: Email = { subject: message.subject, html: '', text: '' };
  for (const limits of LIMITS) {
    email = { ...email, html: htmlOf(message, limits), text: textOf(message, limits) };
    if (Math.max(Buffer.byteLength(email.html), Buffer.byteLength(email.text)) <= MAX_BYTES) break;
  }
  return email;
}
