import type { Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import type { Secrets } from '../platform/secrets';
import type { Db } from '../store/db';
import type { Reference } from '../store/notifications';
import type { MessageState } from './message-state';
import type { NotificationContext } from './notification-context';

/** One way of reaching people: how it notifies an approver, and how it shows them later what became of the request. */
export interface Channel {
  /** Why this workspace cannot use it, after "channel x"; null if it can. One that always can needs none. */
  unavailable?(workspaceId: string, tier: { readonly name: string; readonly slack: boolean }): Promise<string | null>;
  /**
   * Notifies one person. Resolves to where the message is, or to null if it cannot be edited. Throws `Unreachable` if no
   * other attempt will help, `TryLater` if one is not welcome before some time, otherwise anything: it is tried again.
   */
  send(context: NotificationContext): Promise<Reference | null>;
  /** Edits a sent message to show this state. Throws `Unreachable` if it cannot be edited any more. */
  update?(message: Reference, context: NotificationContext, state: MessageState): Promise<void>;
}

/** What a channel is made with, in the worker and in the API. */
export interface ChannelDeps {
  readonly config: Config;
  readonly db: Db;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export type Channels = Readonly<Record<string, Channel>>;

/** Nobody can be reached there, or the message is gone for good: another attempt will not help. The message says why. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Not now: to be tried again after so many milliseconds. */
export class TryLater extends Error {
  override readonly name = 'TryLater';
  constructor(
    message: string,
    readonly afterMs: number,
  ) {
    super(message);
  }
}
