import { ApplicationFailure } from '@temporalio/activity';
import { TryLater } from '../channels/channel';

/** Fails the activity, to be tried again when the channel says so. */
export function retryLater(error: unknown, message = wordsOf(error)): never {
  const nextRetryDelay = error instanceof TryLater ? error.afterMs : undefined;
  throw ApplicationFailure.create({ message, nextRetryDelay });
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
