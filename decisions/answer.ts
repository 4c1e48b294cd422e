import { HandoverError, invalid } from '../contract/errors';
import { type Assurance, ENTRANCES, isSureEnough } from '../domain/assurance';
import { type AnswerGiven, checkAnswer } from '../domain/check-answer';
import type { Decision } from '../domain/decision';
import type { Assignment } from '../domain/model';
import { isSamePerson } from '../domain/person';
import { isOpen } from '../domain/status';
import { newId } from '../platform/ids';
import type { Actor } from '../store/audit';
import type { KeptReply } from '../store/idempotency';
import { change } from './change';
import type { Context } from './context';
import { keepFiles, type ReceivedFile } from './files';

/** Through which entrance an answer comes in, and whose it is. */
export interface Entrance {
  readonly via: string;
  readonly assurance: Assurance;
  readonly actor: Actor;
  readonly apiKeyId: string | null;
  /** The same for a repeated request, so that it is one answer. */
  readonly answerId?: string | undefined;
  /** The content that the person was shown; null: not known. */
  readonly contentHash: string | null;
  /** Whose assignment it answers, and who says so. May throw. */
  identify(decision: Decision): { readonly assignmentId: string; readonly author: string };
  /** An Idempotency-Key, and the reply to keep for it together with the answer. */
  readonly reply?: KeptReply;
}

const FILES = 'response_data.uploaded_files';

/**
 * Answers a decision: the one way for every entrance. The answer is final when this returns. Files that came with it are
 * stored first, and deleted again if nothing keeps them.
 */
export async function answer(
  context: Context,
  decisionId: string,
  given: AnswerGiven,
  entrance: Entrance,
  received: readonly ReceivedFile[] = [],
): Promise<Decision> {
  if (received.length === 0) return answerWith(context, decisionId, given, entrance);
  return keepFiles(context, decisionId, { received, field: FILES }, (files) =>
    answerWith(context, decisionId, { ...given, files }, entrance),
  );
}

function answerWith(
  context: Context,
  decisionId: string,
  given: AnswerGiven,
  { via, assurance, actor, apiKeyId, answerId = newId(), contentHash, identify, reply }: Entrance,
): Promise<Decision> {
  return change(
    context,
    decisionId,
    (decision) => {
      const { assignmentId, author } = identify(decision);
      const kept = canAnswer(decision, assignmentId) ? checked(decision, given, assurance, context.clock()) : given; // otherwise it's refused
      const { verdict, notes, data, executeAt, files = [] } = kept;
      return {
        command: {
          ...{ kind: 'answer', answerId, assignmentId, verdict, contentHash, by: author, via, assurance },
          executeAt: executeAt?.getTime() ?? null,
        },
        actor,
        answer: { notes, data, apiKeyId, files, assurance },
      };
    },
    reply ? { reply } : {},
  );
}

/** The answer as it is kept. Throws ASSURANCE_TOO_LOW, or VALIDATION_ERROR that names every field at fault. */
function checked(decision: Decision, given: AnswerGiven, assurance: Assurance, now: Date): AnswerGiven {
  requireAssurance(decision, assurance);
  const result = checkAnswer(decision, given, now);
  if ('faults' in result) throw invalid(...result.faults);
  return result.answer;
}

/** Throws ASSURANCE_TOO_LOW if we are less sure of who answers than this decision requires. */
export function requireAssurance(decision: Pick<Decision, 'minAssurance'>, assurance: Assurance): void {
  if (isSureEnough(decision, assurance)) return;
  const { minAssurance: required } = decision;
  throw new HandoverError('ASSURANCE_TOO_LOW', { required, given: assurance, entrance: ENTRANCES[required] });
}

/** An answer in the name of the person behind this assignment. */
export const asPerson = (assignmentId: string) => (decision: Decision) => ({
  assignmentId,
  author: assignmentIn(decision, assignmentId)?.approver ?? '',
});

const canAnswer = (decision: Decision, assignmentId: string): boolean =>
  isOpen(decision.status) && assignmentIn(decision, assignmentId)?.status === 'asked';

const assignmentIn = ({ state }: Decision, assignmentId: string): Assignment | undefined =>
  state.assignments.find(({ id }) => id === assignmentId);

/**
 * Whose answer a key gives over the API. If one first approver was asked in the open step, it is theirs, as claimed; if
 * several were asked, `resolved_by` must name one of the people who were asked.
 */
export const asClaimed = (resolvedBy: string | null) => (decision: Decision) => {
  const { state } = decision;
  const people = state.assignments.filter(
    ({ step, status }) => step === state.step && status !== 'delegated' && status !== 'waiting',
  );
  const named = resolvedBy === null ? undefined : people.find(({ approver }) => isSamePerson(approver, resolvedBy));
  const first = people.filter(({ isBackup }) => !isBackup);
  const assignment = named ?? (first.length > 1 ? undefined : first[0]);
  if (assignment) return { assignmentId: assignment.id, author: resolvedBy ?? assignment.approver };
  if (!isOpen(decision.status)) return { assignmentId: '', author: resolvedBy ?? decision.approver };
  const addresses = people.map(({ approver }) => approver).join(', ');
  const message =
    resolvedBy === null ? `is required: name one of ${addresses}` : `must be one of ${addresses} (got "${resolvedBy}")`;
  throw invalid({ path: 'resolved_by', message });
};
