import { ApplicationFailure } from '@temporalio/activity';
import { TryLater } from '../channels/channel';

/** Fails the activity, to be retried when the channel says so. */
export function retryLater(error: unknown, message = messageOf(error)): never {
  const nextRetryDelay = error instanceof TryLater ? error.afterMs : undefined;
  throw ApplicationFailure.create({ message, nextRetryDelay });
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
