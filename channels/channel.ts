import type { Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import type { Secrets } from '../platform/secrets';
import type { Db } from '../store/db';
import type { Reference } from '../store/messages';
import type { Telling } from './message';
import type { Standing } from './standing';

/** How one way of reaching people tells an approver, and how it shows them what became of it. */
export interface Channel {
  /** Why this workspace cannot use it, after "channel x"; null where it can. One that always can needs none. */
  unavailable?(workspaceId: string, tier: { readonly name: string; readonly slack: boolean }): Promise<string | null>;
  /**
   * Tells one approver. Resolves to where the message is, or to null where it cannot be edited. Throws `Unreachable`
   * where no other try will help, `TryLater` where one is not welcome before some time, else anything: it is tried again.
   */
  send(telling: Telling): Promise<Reference | null>;
  /** Edits a sent message so that it shows how things stand. Throws `Unreachable` where it is not to be edited any more. */
  show?(message: Reference, telling: Telling, standing: Standing): Promise<void>;
}

/** What a channel is made with, in the worker and in the API. */
export interface ChannelDeps {
  readonly config: Config;
  readonly db: Db;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export type Channels = Readonly<Record<string, Channel>>;

/** Nobody can be told there, or the message is gone for good: another try will not help. The message says why. */
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
