import type { Notifier } from '../channel';
import { messageOf } from '../message';
import { emailOf } from './email';
import type { Mailer } from './mailer';

/** E-mail: one message a rung, in HTML and text. The message id is the same on a retry, so that nobody reads it twice. */
export function emailNotifier(mailer: Mailer): Notifier {
  return {
    async send(notification) {
      const { decision, height, recipient } = notification;
      await mailer({ to: recipient, id: `${decision.id}.${height}`, ...emailOf(messageOf(notification)) });
    },
  };
}
