import type { Channel } from '../channel';
import { messageOf } from '../message';
import type { NotificationContext } from '../notification-context';
import { emailOf } from './email';
import type { Mailer } from './mailer';

/** E-mail: one message, in HTML and text, for each person and occasion. */
export function createEmail(mailer: Mailer): Channel {
  return {
    async send(context) {
      await mailer({ to: context.assignment.approver, id: messageIdOf(context), ...emailOf(messageOf(context)) });
      return null; // a sent mail can't be edited
    },
  };
}

/** The same on a retry, so that nobody reads a message twice: `<decision>.<assignment>`, for a reminder `….remind-5`. */
export function messageIdOf({ decision, assignment, occasion }: NotificationContext): string {
  const id = `${decision.id}.${assignment.id}`;
  return occasion === 'ask' ? id : `${id}.${occasion}`;
}
