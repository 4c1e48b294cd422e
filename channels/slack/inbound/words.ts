import type { Detail } from '../../../contract/errors';
import type { Decision } from '../../../domain/decision';
import { inOneLine, outcomeOf } from '../../outcome';

interface More {
  /** Where to go instead. */
  readonly link?: string;
  /** What keeps a form from being taken as it is, by the contract's paths; it stays open then. */
  readonly faults?: readonly Detail[];
}

/** What whoever answered is told instead of their answer being taken. The text is inert. */
export class Told extends Error {
  override readonly name: string = 'Told';
  constructor(
    text: string,
    readonly more: More = {},
    cause?: unknown,
  ) {
    super(text, { cause });
  }
}

const NO_MEMBER = 'Only full members of this Slack workspace can answer here. Nothing was decided.';

/** Why somebody may not answer, and what they are told. */
const NOT_ASKED = {
  decision: 'This is not known here any more. Nothing was decided.',
  team: 'Handover is not installed in this Slack workspace any more. Nothing was decided.',
  deactivated: NO_MEMBER,
  bot: NO_MEMBER,
  guest: NO_MEMBER,
  stranger: NO_MEMBER,
  not_asked: 'This was asked of somebody else, by another e-mail address than yours in Slack. Nothing was decided.',
} as const;
export type NotAsked = keyof typeof NOT_ASKED;

/** Somebody who may not answer. */
export class Refused extends Told {
  override readonly name = 'Refused';
  constructor(readonly reason: NotAsked) {
    super(NOT_ASKED[reason]);
  }
}

const NOT_CHECKED = 'Slack did not tell in time who you are. Nothing was decided: try again, or open the page.';
export const notChecked = (cause?: unknown) =>
  new Told(NOT_CHECKED, { faults: [{ path: '', message: NOT_CHECKED }] }, cause);
export const notOpened = (cause: unknown) =>
  new Told('Slack did not open the form. Try again, or open the page.', {}, cause);
export const hasChanged = () =>
  new Told(
    'What is asked has changed since this message was sent. Nothing was decided: look at it again, then answer.',
  );
export const onPage = (link: string) => new Told('This is answered on its page.', { link });
export const wentWrong = () => new Told('Something went wrong. Try again, or open the page: it shows how this stands.');
export const keptForLater = () => new Told('Your answer is recorded, and will be applied.');

/** "Denied by ben@company.com, 14:05 in Berlin, Saturday 18 April 2026: too expensive." What stands, to one who is late. */
export function tooLate(decision: Decision, zone: string): Told {
  const outcome = outcomeOf(decision);
  const what = inOneLine(outcome, zone).replace(/(?<![.!?…)])$/, '.');
  return new Told(`${what} ${outcome.means} Your answer was not used.`);
}
