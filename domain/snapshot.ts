import type { Status } from './status';

/** The result of the workflow. */
export interface Outcome {
  readonly id: string;
  readonly status: Status;
  /** In milliseconds since the epoch. */
  readonly executeAt: number | null;
  /** Whether the scheduled time has come. */
  readonly isDue: boolean;
}

/** Something to do once because of an event, known by its id. */
export type Effect =
  | { readonly kind: 'deliver'; readonly id: string }
  | { readonly kind: 'updateMessages'; readonly id: string }
  | {
      readonly kind: 'notify';
      readonly id: string;
      readonly assignmentId: string;
      /** `ask`, or which reminder. */
      readonly occasion: string;
      /** To be tried in this order. */
      readonly channels: readonly string[];
    };

/** The type of the failure after which another workflow continues a delivery. */
export const HAND_OVER = 'HAND_OVER';

/** How to go about a delivery. */
export interface DeliveryOptions {
  /** How many attempts were made before someone asked for it to be sent again. */
  readonly earlier: number;
  /** Whether it waits for hours between attempts. */
  readonly isPatient: boolean;
}

/** The current state of a decision as its workflow needs to know it: ids and times, and no text. */
export interface Snapshot {
  readonly outcome: Outcome;
  readonly isOver: boolean;
  /** When time changes something, in milliseconds since the epoch; null: never. */
  readonly wakeAt: number | null;
  /** How long until then, by PostgreSQL's clock. */
  readonly waitMs: number | null;
  /** Everything that is not known to be done. */
  readonly effects: readonly Effect[];
  /** What the open decision is waiting for. */
  readonly waitingFor: {
    readonly step: number;
    readonly steps: number;
    readonly approvals: number;
    readonly isEscalated: boolean;
  };
}
