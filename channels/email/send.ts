import type { Channel } from '../channel';
import { messageOf } from '../message';
import { emailOf } from './email';
import type { Mailer } from './mailer';

/** E-mail: one message a rung, in HTML and text. The message id is the same on a retry, so that nobody reads it twice. */
export function createEmail(mailer: Mailer): Channel {
  return {
    async send(telling) {
      const { decision, height, recipient } = telling;
      await mailer({ to: recipient, id: `${decision.id}.${height}`, ...emailOf(messageOf(telling)) });
      return null; // what was mailed stays as it is
    },
  };
}
