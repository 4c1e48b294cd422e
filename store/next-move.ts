import { type DecisionEvent, isOpen, type Outcome, statusOf } from '../contract/decision';
import { lastDeadline } from '../contract/ladder';
import type { Decision } from '../contract/model';
import type { AnswerRow } from './answers';

/** The fields of the read model that change, and the answer that it stands on from then on. */
export type Change = Partial<Decision> & { readonly answerId?: string };

/** How the read model moves: the event that tells it, the answer that is taken, if any, and what changes. */
export interface Move {
  readonly event: DecisionEvent;
  readonly answer: AnswerRow | null;
  readonly change: Change;
}

/** The read model as it stands, and the answer it stands on. */
export interface Standing {
  readonly decision: Decision;
  readonly answerId: string | null;
}

/**
 * What follows when the workflow asks for an outcome, or null when things stay as they are:
 * - the answer it names, when its row is there, untaken, and equal in verdict, schedule and receipt time;
 * - an untaken answer received in time, when it asks to escalate, to expire, or to act on a scheduled time;
 * - else what it asks for, where that is a step forward.
 */
export function nextMove(
  { decision, answerId }: Standing,
  asked: Outcome,
  untaken: readonly AnswerRow[],
  at: Date,
): Move | null {
  const waits = decision.status === 'scheduled' && decision.dueAt === null;
  if (!isOpen(decision.status) && !waits) return null;
  if (asked.answerId !== answerId) {
    const answer = untaken.find((candidate) => isTheOne(candidate, asked));
    return answer && (!waits || answer.verdict === 'cancel') ? taking(answer) : null;
  }
  if (asked.status === decision.status && !(waits && asked.due)) return null;
  const inTime = untaken.find((answer) => countsFor(decision, answer));
  if (inTime) return taking(inTime);
  if (waits) return asked.due ? { event: 'decision.due', answer: null, change: { dueAt: at } } : null;
  return missing(decision, asked, at);
}

/** Nobody answered: the backup's turn, or the end. */
function missing(decision: Decision, { status }: Outcome, at: Date): Move | null {
  if (status === 'expired') return { event: 'decision.expired', answer: null, change: { status } };
  if (status !== 'escalated') return null;
  return {
    event: 'decision.escalated',
    answer: null,
    change: { status, escalatedAt: at, expiresAt: lastDeadline(decision) },
  };
}

/** Whether this kept answer is the very one that the workflow names: reaching Temporal is not enough to approve. */
function isTheOne({ id, verdict, executeAt, at }: AnswerRow, asked: Outcome): boolean {
  const status = statusOf(verdict, executeAt);
  return (
    id === asked.answerId &&
    at === asked.answeredAt &&
    status === asked.status &&
    (status !== 'scheduled' || executeAt === asked.executeAt)
  );
}

/** Whether an untaken answer was received before what it answers to was over. */
function countsFor(decision: Decision, { verdict, at }: AnswerRow): boolean {
  if (decision.status === 'scheduled') return verdict === 'cancel' && at < (decision.executeAt?.getTime() ?? 0);
  const end = lastDeadline(decision);
  return end === null || at < end.getTime();
}

/** The move that this answer makes where it is the one that stands. */
export function taking(answer: AnswerRow): Move {
  const status = statusOf(answer.verdict, answer.executeAt);
  return {
    event: 'decision.resolved',
    answer,
    change: {
      status,
      answerId: answer.id,
      executeAt: status === 'scheduled' && answer.executeAt !== null ? new Date(answer.executeAt) : null,
      resolvedAt: new Date(answer.at),
      resolvedBy: answer.author,
      resolvedVia: answer.via,
      assurance: answer.assurance,
      responseNotes: answer.notes,
      responseData: answer.data,
      cancelled: answer.verdict === 'cancel',
    },
  };
}
