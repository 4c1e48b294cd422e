import { ENTRANCES } from '../../../domain/assurance';
import type { Decision } from '../../../domain/decision';
import type { Fault } from '../../../domain/fault';
import { messageStateOf } from '../../message-state';
import { describeOutcome, formatOutcome } from '../../outcome';
import { describeState } from '../../state-text';

interface More {
  /** Where to go instead. */
  readonly link?: string;
  /** What is wrong with a form, by the contract's paths; the form stays open. */
  readonly faults?: readonly Fault[];
}

/** Why an answer was not taken, in the words that the person reads. The text is sanitized. */
export class Reply extends Error {
  override readonly name: string = 'Reply';
  constructor(
    text: string,
    readonly more: More = {},
    cause?: unknown,
  ) {
    super(text, { cause });
  }
}

const NO_MEMBER = 'Only full members of this Slack workspace can answer here. Nothing was decided.';

/** Why someone may not answer, and what they are told. */
const REASONS = {
  decision: 'This request no longer exists. Nothing was decided.',
  team: 'Handover is no longer installed in this Slack workspace. Nothing was decided.',
  deactivated: NO_MEMBER,
  bot: NO_MEMBER,
  guest: NO_MEMBER,
  stranger: NO_MEMBER,
  not_asked: 'This request is for someone else: your e-mail address in Slack is a different one. Nothing was decided.',
} as const;
export type NotAuthorizedReason = keyof typeof REASONS;

/** Someone who may not answer. */
export class NotAuthorized extends Reply {
  override readonly name = 'NotAuthorized';
  constructor(readonly reason: NotAuthorizedReason) {
    super(REASONS[reason]);
  }
}

const NOT_CONFIRMED =
  "We couldn't confirm your identity with Slack in time. Nothing was decided: try again, or open the page.";
export const notConfirmedError = (cause?: unknown) =>
  new Reply(NOT_CONFIRMED, { faults: [{ path: '', message: NOT_CONFIRMED }] }, cause);

export const notOpenedError = (cause: unknown) =>
  new Reply("Slack didn't open the form. Try again, or open the page.", {}, cause);

export const contentChanged = () =>
  new Reply('This request has changed since the message was sent. Nothing was decided: review it again, then answer.');

export const answerOnPage = (link: string) => new Reply('Please answer this request on its page.', { link });

export const wentWrong = () =>
  new Reply('Something went wrong. Try again, or open the page to see where this request stands.');

export const notSureEnough = ({ minAssurance }: Decision) =>
  new Reply(
    `This request needs stronger proof of identity than a click in Slack: answer ${ENTRANCES[minAssurance]}. Nothing was decided.`,
  );

/** "Denied by ben@company.com, 14:05 in Berlin, Saturday 18 April 2026: too expensive." The outcome, for a late answer. */
export function tooLate(decision: Decision, zone: string): Reply {
  const outcome = describeOutcome(decision);
  const what = formatOutcome(outcome, zone).replace(/(?<![.!?…)])$/, '.');
  return new Reply(`${what} ${outcome.means} Your answer wasn't counted.`);
}

/** Why this person can't answer while the decision is still open. */
export function notAskedNow(decision: Decision, assignmentId: string): Reply {
  const assignment = decision.state.assignments.find(({ id }) => id === assignmentId);
  if (!assignment) return new NotAuthorized('not_asked');
  const state = messageStateOf(decision, assignment);
  switch (state) {
    case 'answered': {
      const { title, rest } = describeState(decision, assignment, state);
      return new Reply(`${title}. ${rest ?? ''} Your first answer stands.`);
    }
    case 'delegated':
    case 'withdrawn': {
      const { title, rest } = describeState(decision, assignment, state);
      return new Reply(`${title}. ${rest ?? ''} Nothing was decided.`);
    }
    default:
      return new Reply("You aren't being asked for this request now. Nothing was decided.");
  }
}
