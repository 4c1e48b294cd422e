/**
 * The words and rules of one decision: no clock, no I/O, no imports but the domain's, so workflows may use it.
 * Times are milliseconds since the epoch.
 */
import { isOpen, type Status } from '../domain/status';
import type { Verdict } from '../domain/verdict';
import type { Rung } from './ladder';

export { isOpen, STATUSES, type Status } from '../domain/status';
export { URGENCIES, type Urgency } from '../domain/urgency';
export { VERDICTS, type Verdict } from '../domain/verdict';

/** What a callback tells. `decision.created` is for the webhook channel alone. */
export type DecisionEvent =
  | 'decision.created'
  | 'decision.resolved'
  | 'decision.escalated'
  | 'decision.expired'
  | 'decision.due';
/** Why the referee does not take an answer; the words are error codes of the API. */
export type Refusal = 'ALREADY_RESOLVED' | 'EXPIRED' | 'VALIDATION_ERROR';

/** What the referee needs of an answer. Its words and its author lie in the store under the same id. */
export interface Answer {
  readonly id: string;
  readonly verdict: Verdict | 'cancel';
  readonly executeAt: number | null;
  /** When the API received it: what counts against the deadline, however late a worker reads it. */
  readonly at: number;
}

/** The same and nothing else, where a kept answer carries its words, too: histories are kept for long. */
export const wordless = ({ id, verdict, executeAt, at }: Answer): Answer => ({ id, verdict, executeAt, at });

/** What a decision's workflow is started with: nothing that a person wrote, for its history is kept for long. */
export interface DecisionSpec {
  readonly id: string;
  readonly options: readonly Verdict[];
  readonly ladder: readonly Rung[];
  /** Whether the approver is told by us. On the webhook channel the receiver of `decision.created` tells them. */
  readonly notify: boolean;
}

/** Where a decision stands, as the workflow and the store tell each other. */
export interface Outcome {
  readonly id: string;
  readonly status: Status;
  readonly answerId: string | null;
  /** When that answer was received. The store believes only an answer that it knows with this very time. */
  readonly answeredAt: number | null;
  readonly executeAt: number | null;
  /** The scheduled time has come: too late to cancel. */
  readonly due: boolean;
}

/** A decision whose workflow an operator ended in Temporal, with the reason given there. */
export interface EndedByHand {
  readonly decisionId: string;
  readonly reason: string | null;
  readonly at: Date;
}

/** The answer that stands for a cancel in Temporal's own UI or command line. It can only deny. */
export const TEMPORAL_CANCEL = 'temporal-cancel';

/** A cancelled decision is denied: no client may ever take it for a yes. */
const STATUS_OF = { approve: 'approved', deny: 'denied', modify: 'modified', cancel: 'denied' } as const;

/** The status that an answer leads to. A time counts only with an approval. */
export function statusOf(verdict: Answer['verdict'], executeAt: number | Date | null): Status {
  return verdict === 'approve' && executeAt !== null ? 'scheduled' : STATUS_OF[verdict];
}

const ANSWER_ID = /^[\w-]{1,64}$/;
const YEAR_10000 = 253_402_300_800_000;

/** Whether it can be one of our answers: whoever reaches Temporal can signal, and no store takes just any text and time. */
function isAnswer(given: Answer | undefined): given is Answer {
  if (typeof given?.id !== 'string' || typeof given.at !== 'number') return false;
  return ANSWER_ID.test(given.id) && given.at >= 0 && given.at < YEAR_10000;
}

/** One decision's state machine. */
export class OpenDecision {
  status: Status = 'pending';
  answerId: string | null = null;
  answeredAt: number | null = null;
  executeAt: number | null = null;
  due = false;
  /** The answer that the store has taken. */
  recordedId: string | null = null;
  /** Which rung of the ladder is asked. */
  height = 0;

  constructor(private readonly spec: DecisionSpec) {}

  get rung(): Rung {
    return this.spec.ladder[this.height] as Rung;
  }
  get isOpen(): boolean {
    return isOpen(this.status);
  }
  get isRecorded(): boolean {
    return this.answerId === this.recordedId;
  }

  /** Why this answer cannot be taken at `now`, or null. The same answer again is no offence. Never throws. */
  refusal(answer: Answer | undefined, now: number): Refusal | null {
    if (!isAnswer(answer)) return 'VALIDATION_ERROR';
    if (answer.id === this.answerId) return null;
    if (answer.verdict === 'cancel') return this.refusesCancel(Math.min(answer.at, now));
    if (!this.isOpen) return this.status === 'expired' ? 'EXPIRED' : 'ALREADY_RESOLVED';
    const end = this.spec.ladder.at(-1)?.until ?? null;
    if (end !== null && Math.min(answer.at, now) >= end) return 'EXPIRED';
    return this.spec.options.includes(answer.verdict) ? null : 'VALIDATION_ERROR';
  }

  private refusesCancel(at: number): Refusal | null {
    if (this.isOpen) return null;
    const waits = this.status === 'scheduled' && !this.due && at < (this.executeAt ?? 0);
    return waits ? null : this.status === 'expired' ? 'EXPIRED' : 'ALREADY_RESOLVED';
  }

  /** The same answer again changes nothing, whatever else it says: only the id of what stands is known to be true. */
  take({ id, verdict, executeAt, at }: Answer): void {
    if (id === this.answerId) return;
    this.status = statusOf(verdict, executeAt);
    this.executeAt = this.status === 'scheduled' ? executeAt : null;
    this.answerId = id;
    this.answeredAt = at;
  }

  adopt({ status, answerId, answeredAt, executeAt, due }: Outcome): void {
    Object.assign(this, { status, answerId, answeredAt, executeAt, due });
  }

  /** The rung's time is over without an answer: the next one, or the end. */
  miss(): void {
    if (this.height < this.spec.ladder.length - 1) {
      this.height += 1;
      this.status = 'escalated';
    } else this.status = 'expired';
  }

  outcome(): Outcome {
    const { status, answerId, answeredAt, executeAt, due } = this;
    return { id: this.spec.id, status, answerId, answeredAt, executeAt, due };
  }
}
