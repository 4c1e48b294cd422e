import type { Changed } from '../domain/decide';
import { type Decision, type StoredDecision, withOutcome } from '../domain/decision';
import { stateOfPlan } from '../domain/plan';
import type { TraceItem } from '../domain/trace';
import { toColumns } from './columns';
import { claimLost, type KeptReply, replyValues } from './idempotency';
import type { Prepared } from './sql';
import { INSERT } from './statements';
import { changeOf, type Described, describedRows, type Happened, happenedIn, type TransitionDeps } from './transition';

/** A new decision and how it begins. */
export interface NewDecision {
  readonly decision: Omit<StoredDecision, 'state' | 'revision' | 'answers' | 'attachments' | 'notes' | 'erasedAt'>;
  readonly begun: Changed;
  readonly trace: readonly TraceItem[];
  /** An Idempotency-Key, and the reply to keep for it together with the decision. */
  readonly reply: KeptReply | null;
  describe(happened: readonly Happened[], decision: Decision): Described;
}

/**
 * Stores a new decision and everything that follows from its creation, in one statement. Throws if the claim on the
 * Idempotency-Key was lost.
 */
export async function insertDecision(
  { hashLink }: Pick<TransitionDeps, 'hashLink'>,
  prepared: Prepared,
  { decision: given, begun: { state, events }, trace, reply, describe }: NewDecision,
): Promise<Decision> {
  const stored = { ...given, state, revision: 1, answers: [], attachments: [], notes: {}, erasedAt: null };
  const decision = withOutcome(stored);
  const at = given.createdAt.getTime();
  const happened = happenedIn({ ...stored, state: stateOfPlan(given.plan) }, stored, events);
  const described = describedRows(describe(happened, decision), given.callbackUrl);
  const { assignments, notifications, ...derived } = changeOf(
    { hashLink },
    { id: given.id, before: null, state, at, events, notes: {} },
  );
  const hasEffects = described.deliveries.length > 0 || state.status === 'pending';
  const row = {
    ...{ ...given, state, revision: 1, seenRevision: hasEffects ? 0 : 1, changedAt: given.createdAt },
    ...{ status: state.status, wakeAt: derived.wake_at, endedAt: derived.ended_at },
  };
  const change = { assignments, notifications, answers: [], files: [], ...described };
  const items = trace.length > 0 ? JSON.stringify(trace) : null;
  const rows = await prepared('insert-decision', INSERT, [
    toColumns(row),
    JSON.stringify(change),
    items,
    ...replyValues(reply, decision),
  ]);
  if (rows.length === 0) throw claimLost();
  return decision;
}
