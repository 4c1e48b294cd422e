import { type Changed, decide, isOver, wakeAt } from '../domain/decide';
import { type Answer, type Decision, type StoredDecision, withOutcome } from '../domain/decision';
import { evolve } from '../domain/evolve';
import type { Attachment } from '../domain/files';
import type { Assignment, Command, CommandOf, DecisionEvent, DecisionState, Refusal } from '../domain/model';
import { personKey } from '../domain/person';
import { newId } from '../platform/ids';
import { type Actor, type AuditEntry, auditRows } from './audit';
import type { Db } from './db';
import { decisionOf, findStored } from './decisions';
import { type KeptReply, replyValues, requireClaim } from './idempotency';
import { MOVE } from './statements';

type Timeless<T> = T extends unknown ? Omit<T, 'at'> : never;
/** A command as it comes in: PostgreSQL's clock says when. */
export type Given = Timeless<Command>;

/** What someone wants to change, and on whose behalf. */
export interface Proposal {
  readonly command: Given;
  readonly actor: Actor;
  /** The text of an answer. */
  readonly answer?: Pick<Answer, 'notes' | 'data' | 'apiKeyId' | 'files'> & { readonly assurance: Answer['assurance'] };
  /** Files that are attached. */
  readonly attachments?: readonly Attachment[];
  /** Why it is cancelled. */
  readonly reason?: string | null;
  /** What is said to someone who is asked in place of someone else. */
  readonly note?: string | null;
}

export type Transitioned =
  | { readonly kind: 'changed'; readonly decision: Decision; readonly command: Command }
  | { readonly kind: 'unchanged'; readonly decision: Decision }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly decision: Decision; readonly proposal: Proposal };

/** One event, and the decision right after it. */
export interface Happened {
  readonly event: DecisionEvent;
  readonly decision: Decision;
}
/** What receivers are told about an event: the exact body of every attempt. */
export interface PublicEvent {
  readonly id: string;
  readonly sequence: number;
  readonly type: string;
  readonly body: string;
  readonly at: number;
}
/** What a change means to the audit and to receivers. */
export interface Described {
  readonly audit: readonly AuditEntry[];
  readonly events: readonly PublicEvent[];
  /** Whether we notify the approvers ourselves. */
  readonly isNotifying: boolean;
}

export interface TransitionDeps {
  readonly db: Db;
  /** What is stored of the token in the link of this assignment. */
  hashLink(decisionId: string, assignmentId: string): string;
  describe(happened: readonly Happened[], proposal: Proposal): Described;
  /** Called once a change is written. */
  changed(happened: readonly Happened[]): void;
}

export interface TransitionOptions {
  /** The workflow is acting on this very change. */
  readonly isSeen?: boolean;
  /** An Idempotency-Key, and the reply to keep for it together with the change. */
  readonly reply?: KeptReply;
}

/**
 * The only way in which a decision changes: read, decide, and write everything that follows if the revision is still the
 * one that was read; otherwise try again. Two round trips. Null for an unknown id. `propose` sees the decision as it is
 * and may throw. Throws if the claim on the Idempotency-Key was lost.
 */
export async function transition(
  deps: TransitionDeps,
  id: string,
  propose: (decision: Decision) => Proposal,
  options: TransitionOptions = {},
): Promise<Transitioned | null> {
  let at: number | null = null;
  for (;;) {
    const found = await findStored(deps.db, id);
    if (!found) return null;
    at ??= found.now; // someone else's change in between does not make this one later
    const decision = decisionOf(found);
    const proposal = propose(decision);
    const command = { ...proposal.command, at } as Command;
    if (command.kind === 'answer' && isKnown(decision, command)) return { kind: 'unchanged', decision };
    const result = decide(found.stored.state, command);
    if ('refusal' in result) return { kind: 'refused', refusal: result.refusal, decision, proposal };
    if (result.events.length === 0) return { kind: 'unchanged', decision };
    const changed = await write(deps, { before: found.stored, proposal, command, result }, options);
    if (changed) return { kind: 'changed', decision: changed, command };
    if (options.reply) await requireClaim(deps.db, options.reply.claim);
  }
}

/** A repeated request is one answer. */
const isKnown = ({ answers }: Decision, { answerId }: CommandOf<'answer'>): boolean =>
  answers.some(({ id }) => id === answerId);

interface Change {
  readonly before: StoredDecision;
  readonly proposal: Proposal;
  readonly command: Command;
  readonly result: Changed;
}

/** Writes a change in one statement; null if another change came first, or the claim on the Idempotency-Key was lost. */
async function write(
  deps: TransitionDeps,
  { before, proposal, command, result: { state, events } }: Change,
  { isSeen = false, reply }: TransitionOptions,
): Promise<Decision | null> {
  const { id } = before;
  const answer = answerOf(command, proposal);
  const notes = notesIn(events, proposal);
  const after: StoredDecision = {
    ...before,
    ...{ state, revision: before.revision + 1, reason: proposal.reason ?? before.reason },
    answers: answer ? [...before.answers, answer] : before.answers,
    attachments: [...before.attachments, ...(proposal.attachments ?? [])],
    notes: { ...before.notes, ...notes },
  };
  const decision = withOutcome(after);
  const happened = happenedIn(before, after, events);
  const change = {
    ...changeOf(deps, { id, before: before.state, state, at: command.at, events, notes }),
    ...{ reason: after.reason, answers: answer ? [answerRow(answer)] : [] },
    files: [...(answer?.files ?? []), ...(proposal.attachments ?? [])].map((file) => file.id),
    ...describedRows(deps.describe(happened, proposal), before.callbackUrl),
  };
  const rows = await deps.db.prepared('move-decision', MOVE, [
    ...[id, before.revision, isSeen, JSON.stringify(change)],
    ...replyValues(reply ?? null, decision),
  ]);
  if (rows.length === 0) return null;
  deps.changed(happened);
  return decision;
}

function answerOf(command: Command, { answer }: Proposal): Answer | null {
  if (command.kind !== 'answer' || !answer) return null;
  const { answerId: id, assignmentId, verdict, executeAt, by: author, via, at } = command;
  return {
    ...{ id, assignmentId, verdict, author, via, ...answer },
    ...{ executeAt: executeAt === null ? null : new Date(executeAt), receivedAt: new Date(at) },
  };
}

function notesIn(events: readonly DecisionEvent[], { note }: Proposal): Record<string, string> {
  if (!note) return {};
  return Object.fromEntries(
    events.flatMap((event) => (event.kind === 'assigned' ? [[event.assignment.id, note] as const] : [])),
  );
}

const answerRow = ({ assignmentId, executeAt, receivedAt, apiKeyId, files: _, ...answer }: Answer) => ({
  ...{ ...answer, author_key: personKey(answer.author) },
  ...{ assignment_id: assignmentId, execute_at: executeAt, received_at: receivedAt, api_key_id: apiKeyId },
});

/** Each event with the decision right after it. */
export function happenedIn(
  before: StoredDecision,
  after: StoredDecision,
  events: readonly DecisionEvent[],
): readonly Happened[] {
  let { state } = before;
  return events.map((event) => {
    state = evolve(state, event);
    return { event, decision: withOutcome({ ...after, state }) };
  });
}

/** What every change writes: the state, what is derived from it, and whom to notify. */
export function changeOf(
  { hashLink }: Pick<TransitionDeps, 'hashLink'>,
  change: {
    readonly id: string;
    readonly before: DecisionState | null;
    readonly state: DecisionState;
    readonly at: number;
    readonly events: readonly DecisionEvent[];
    readonly notes: Readonly<Record<string, string>>;
  },
) {
  const { id, before, state, at, events, notes } = change;
  const known = new Map(before?.assignments.map((one) => [one.id, one.status]));
  const next = wakeAt(state);
  return {
    ...{
      state,
      at: isoOf(at),
      wake_at: next === null ? null : isoOf(next),
      ended_at: isOver(state) ? isoOf(at) : null,
    },
    assignments: state.assignments
      .filter((one) => known.get(one.id) !== one.status)
      .map((one) => ({
        ...{ id: one.id, step: one.step, approver: one.approver, approver_key: personKey(one.approver) },
        ...{ status: one.status, token_hash: hashLink(id, one.id), note: notes[one.id] ?? null },
      })),
    notifications: notificationsIn(state, events),
  };
}

/** Who is to be notified. Nobody is asked something that the same change takes back. */
function notificationsIn({ assignments, sequence }: DecisionState, events: readonly DecisionEvent[]) {
  const isAsked = (id: string) => assignments.some((one: Assignment) => one.id === id && one.status === 'asked');
  const row = (occasion: string) => (id: string) => ({ assignment_id: id, occasion });
  return events.flatMap((event) => {
    if (event.kind === 'asked') return [event.assignmentId].filter(isAsked).map(row('ask'));
    return event.kind === 'reminded' ? event.assignmentIds.filter(isAsked).map(row(`remind-${sequence}`)) : [];
  });
}

/** The rows of what a change means to others. Without a receiver nobody is told. */
export function describedRows({ audit, events, isNotifying }: Described, callbackUrl: string | null) {
  const told = callbackUrl === null ? [] : events;
  return {
    ...(isNotifying ? {} : { notifications: [] }),
    audit: JSON.parse(auditRows(audit)) as unknown,
    events: told.map(({ at, ...event }) => ({ ...event, created_at: isoOf(at) })),
    deliveries: told.map(({ id }) => ({ id: newId(), event_id: id })),
  };
}

const isoOf = (at: number): string => new Date(at).toISOString();
