import { isOpen, type Refusal } from '../contract/decision';
import { HandoverError, invalid } from '../contract/errors';
import { lastDeadline } from '../contract/ladder';
import type { Assurance, Decision } from '../contract/model';
import { ENTRANCES, isSureEnough } from '../domain/assurance';
import { type AnswerGiven, checkAnswer } from '../domain/check-answer';
import { newId } from '../platform/ids';
import { type AnswerRow, findAnswer, insertAnswer, refuseAnswer } from '../store/answers';
import { getDecision } from '../store/decisions';
import { taking } from '../store/next-move';
import type { Context } from './context';
import { askReferee } from './referee';

/** Through which door an answer came, and whose it is. */
export interface Entrance {
  readonly via: string;
  readonly assurance: Assurance;
  readonly author: string;
  readonly apiKeyId: string | null;
  readonly linkId: string | null;
  /** The same for a repeated request, so that it is one answer. */
  readonly answerId?: string | undefined;
  /** Called as soon as the answer can be lost no more, whatever becomes of it. */
  readonly onKept?: () => void;
}

export interface Resolved {
  readonly decision: Decision;
  /** False: the answer is kept and counts, but workers are away and it is not applied yet. */
  readonly applied: boolean;
}

/** An approver's answer, from whichever entrance: nothing else decides. Throws what the caller is to be told. */
export async function resolve(
  context: Context,
  decision: Decision,
  given: AnswerGiven,
  from: Entrance,
): Promise<Resolved> {
  const repeated = await earlier(context, decision, from);
  if (repeated) return repeated;
  const now = context.clock();
  requireOpen(decision, now);
  requireAssurance(decision, from);
  const checked = checkAnswer(decision, given, now);
  if ('faults' in checked) throw invalid(...checked.faults);
  const { verdict, notes, data, executeAt } = checked.answer;
  const answer = { ...answerFrom(from, now), verdict, notes, data, executeAt: executeAt?.getTime() ?? null };
  return settle(context, decision, answer, from.onKept);
}

/** Takes the question back: the decision is denied. Possible while it is open, and until a scheduled time. */
export async function cancel(
  context: Context,
  decision: Decision,
  reason: string | null,
  from: Entrance,
): Promise<Resolved> {
  const repeated = await earlier(context, decision, from);
  if (repeated) return repeated;
  const now = context.clock();
  if (!isCancellable(decision, now)) throw tooLate(decision);
  return settle(context, decision, {
    ...answerFrom(from, now),
    verdict: 'cancel',
    notes: reason,
    data: null,
    executeAt: null,
  });
}

/** ALREADY_RESOLVED or EXPIRED unless somebody may still answer at `now`, whether or not a worker has noticed. */
export function requireOpen(decision: Decision, now: Date): void {
  const end = lastDeadline(decision);
  if (!isOpen(decision.status)) throw tooLate(decision);
  if (end !== null && now >= end) throw expired(decision, end);
}

/** ASSURANCE_TOO_LOW where we are less sure of who answers than this decision asks for. */
export function requireAssurance(decision: Decision, { assurance }: Pick<Entrance, 'assurance'>): void {
  if (isSureEnough(decision, assurance)) return;
  const { minAssurance: required } = decision;
  throw new HandoverError('ASSURANCE_TOO_LOW', { required, given: assurance, entrance: ENTRANCES[required] });
}

function isCancellable({ status, executeAt, dueAt }: Decision, now: Date): boolean {
  return isOpen(status) || (status === 'scheduled' && dueAt === null && executeAt !== null && now < executeAt);
}

function answerFrom({ answerId, onKept: _, ...from }: Entrance, now: Date) {
  return { ...from, id: answerId ?? newId(), at: now.getTime() };
}

/** What becomes of an answer that is kept already: the reply to its request was lost, and the request came again. */
async function earlier(context: Context, decision: Decision, { answerId }: Entrance): Promise<Resolved | null> {
  const answer = answerId === undefined ? null : await findAnswer(context.db.sql, decision.id, answerId);
  if (answer?.state === 'taken') return { decision, applied: true };
  return answer && settle(context, decision, answer);
}

async function settle(context: Context, decision: Decision, answer: AnswerRow, onKept?: () => void): Promise<Resolved> {
  const { db } = context;
  const asked = await insertAnswer(db, decision, answer);
  if (asked) onKept?.();
  const ruling = asked ? await firstWord(context, decision, answer) : 'ALREADY_RESOLVED';
  if (asked && ruling === 'taken') return { decision: { ...asked, ...taking(answer).change }, applied: true };
  const state = (await findAnswer(db.sql, decision.id, answer.id))?.state; // a reply may be lost where the work was done
  const now = await getDecision(db, decision.id);
  if (state === 'taken') return { decision: now, applied: true };
  if (state === 'refused') throw tooLate(now);
  if (ruling === 'recorded' || isUndecided(ruling, now)) return { decision: now, applied: false };
  await refuseAnswer(db, decision, answer, ruling === 'ended' ? 'ALREADY_RESOLVED' : ruling, context.clock());
  throw ruling === 'EXPIRED' ? expired(now, lastDeadline(now)) : tooLate(now);
}

/** Refused for an outcome that is not recorded, and may never be: the answer stays, to be taken or refused when one is. */
function isUndecided(ruling: Ruled, { status }: Decision): boolean {
  return isOpen(status) && (ruling === 'ALREADY_RESOLVED' || ruling === 'EXPIRED');
}

/** `ended`: the workflow is over, and nothing recorded: an operator ended it. */
type Ruled = 'taken' | 'recorded' | 'ended' | Refusal;

/** Longer than the referee is waited for. */
const PATIENCE_MS = 15_000;

/**
 * What is known first: what the referee says, or that its `record` has taken the answer, which Temporal tells only once
 * it has kept the whole workflow task. The referee is asked to the end in either case.
 */
async function firstWord(context: Context, decision: Decision, answer: AnswerRow): Promise<Ruled> {
  const known = new AbortController();
  const taken = context.changes.next(answer.id, PATIENCE_MS, known.signal); // before asking, or it is missed
  const ruling = ruled(context, decision, answer);
  context.background.add(ruling);
  try {
    return await Promise.race([ruling, taken.then((isTaken) => (isTaken ? 'taken' : ruling))]);
  } finally {
    known.abort();
  }
}

/** What the referee says. A workflow that was never started is started now, and asked once more. */
async function ruled(context: Context, decision: Decision, answer: AnswerRow): Promise<Ruled> {
  let ruling = await askReferee(context, decision.id, answer);
  if (ruling.kind === 'gone') {
    const start = await startNow(context, decision);
    if (start === 'away') return 'recorded';
    if (start === 'running') ruling = await askReferee(context, decision.id, answer);
  }
  if (ruling.kind === 'recorded') return 'recorded';
  if (ruling.kind === 'refused') return ruling.refusal;
  if (ruling.kind === 'gone') return 'ended';
  if (ruling.outcome.answerId !== answer.id) return 'ALREADY_RESOLVED';
  context.confirmed.add({ decisionId: decision.id, id: answer.id });
  return 'taken';
}

async function startNow({ temporal, db, log }: Context, { id }: Decision): Promise<'running' | 'over' | 'away'> {
  const decision = await getDecision(db, id);
  if (!isOpen(decision.status)) return 'over';
  log.info({ decision_id: id }, 'an answer came before the workflow: starting it');
  return temporal.start(decision).catch(() => 'away' as const);
}

function tooLate(decision: Decision): HandoverError {
  const { status, resolvedBy, resolvedAt } = decision;
  if (status === 'expired') return expired(decision, lastDeadline(decision));
  return new HandoverError('ALREADY_RESOLVED', { status, resolvedBy, resolvedAt });
}

function expired({ resolvedBy }: Decision, end: Date | null): HandoverError {
  return new HandoverError('EXPIRED', { expiredAt: end, resolvedBy });
}
