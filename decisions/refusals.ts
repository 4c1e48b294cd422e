import { HandoverError, invalid } from '../contract/errors';
import type { Decision } from '../domain/decision';
import type { Fault } from '../domain/fault';
import type { Refusal } from '../domain/model';
import { isAnswered } from '../domain/quorum';
import type { Given } from '../store/transition';

/** The error for a command that changed nothing: what is true instead, and what to do. */
export function describeRefusal(refusal: Refusal, decision: Decision, command: Given): HandoverError {
  switch (refusal) {
    case 'ALREADY_RESOLVED':
    case 'EXPIRED':
      return tooLate(decision);
    case 'ALREADY_ANSWERED':
      return new HandoverError('ALREADY_ANSWERED', { approver: personIn(command) ?? whoAnswered(decision) });
    case 'ALREADY_ASKED':
      return new HandoverError('ALREADY_ASKED', { approver: newPersonIn(command) });
    case 'NOT_AN_APPROVER':
      return new HandoverError('NOT_AN_APPROVER', { approver: personIn(command) });
    case 'NO_DEADLINE':
      return new HandoverError('NO_DEADLINE');
    case 'NOT_LATER': {
      const message = `must be in the future and later than the last deadline (${lastDeadlineOf(decision)})`;
      return invalid({ path: deadlineIn(command), message });
    }
    case 'TOO_FAR':
      return invalid({ path: deadlineIn(command), message: 'must keep the deadline in the years 1 to 9999' });
    case 'CONTENT_CHANGED':
      return invalid(CONTENT_CHANGED);
    case 'OPTION_UNKNOWN':
      return invalid({ path: 'action', message: `must be one of ${decision.options.join(', ')}` });
    case 'STEP_UNKNOWN':
      return invalid({ path: 'step', message: 'must be the index of the open step or of a later one' });
    case 'TOO_MANY_APPROVERS':
      return invalid({ path: 'approver', message: "can't be added: this step already has 100 approvers" });
    case 'REMINDED_RECENTLY':
      return new HandoverError('RATE_LIMIT', {
        retryAfterSeconds: 60,
        reason: 'Everyone who has not answered was reminded within the last minute',
      });
  }
}

/** What is wrong with an answer that was made for something else than the request is now. */
export const CONTENT_CHANGED: Fault = {
  path: 'content_hash',
  message: 'has changed since you opened it: review it again, then send your answer',
};

/** ALREADY_RESOLVED or EXPIRED, with what stands. */
export function tooLate({ status, resolvedBy, resolvedAt, expiresAt }: Decision): HandoverError {
  if (status === 'expired') return new HandoverError('EXPIRED', { expiredAt: expiresAt, resolvedBy });
  return new HandoverError('ALREADY_RESOLVED', { status, resolvedBy, resolvedAt });
}

/** The step's last deadline, which is later than `expires_at` while its backups have not been asked. */
const lastDeadlineOf = ({ state: { steps, step } }: Decision): string =>
  new Date(steps[step]?.expiresAt ?? 0).toISOString();

const whoAnswered = ({ state }: Decision): string => state.assignments.find(isAnswered)?.approver ?? 'An approver';

/** The field that says how far to extend. */
const deadlineIn = (command: Given): string => ('byMs' in command ? 'minutes' : 'expires_at');

/** Who was to be asked. */
const newPersonIn = (command: Given): string =>
  command.kind === 'reassign' || command.kind === 'delegate' ? command.to : (personIn(command) ?? '');

/** Whom the command is about. */
function personIn(command: Given): string | null {
  switch (command.kind) {
    case 'answer':
      return command.by;
    case 'reassign':
      return command.from;
    case 'add':
    case 'remind':
      return command.approver;
    default:
      return null;
  }
}
