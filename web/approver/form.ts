import type { Detail } from '../../contract/errors';
import type { AnswerGiven } from '../../domain/check-answer';
import type { Decision } from '../../domain/decision';
import { quote } from '../../domain/quote';
import { sanitizeText } from '../../domain/sanitize-text';
import { faultInLength } from '../../domain/text-limits';
import { formatMoment } from '../../domain/time-text';
import { isTimeZone } from '../../domain/time-zone';
import { VERDICTS, type Verdict } from '../../domain/verdict';
import { instantOf, isWallTime } from '../zoned-time';
import { PLACES, type Place } from './faults';
import { responseFormOf } from './response-types';

/** The form of the approver's page as it stands: what was typed, and what was wrong with it. */
export interface Form {
  readonly verdict: Verdict | null;
  readonly note: string;
  readonly when: 'now' | 'later' | null;
  /** `YYYY-MM-DDTHH:MM` on the clocks of `timeZone`, or whatever was typed instead. */
  readonly executeAt: string;
  readonly timeZone: string;
  /** What was typed into the response type's own fields, by their names. */
  readonly typed: Readonly<Record<string, string>>;
  /** With the paths of the contract: `action`, `notes`, `execute_at`, `response_data.…`. */
  readonly faults: readonly Detail[];
  /** Where on the form those paths are. */
  readonly places: Readonly<Record<string, Place>>;
}

/** As a parser of posted forms gives them: whatever is no text counts as missing. */
type Posted = Readonly<Record<string, unknown>>;
type Fields = ReturnType<typeof fieldsIn>;
type Read =
  | { readonly given: AnswerGiven; readonly form: Form }
  | { readonly faults: readonly Detail[]; readonly form: Form };

const LONGEST_NOTE = 10_000;

/** The form as it is first shown, with the choice that was made in the message. */
export function startForm({ responseType, options }: Decision, { answer }: { readonly answer?: unknown }): Form {
  return {
    verdict: options.find((option) => option === answer) ?? null,
    note: '',
    when: responseType.type === 'schedule' && responseType.allow_immediate ? 'later' : null,
    executeAt: '',
    timeZone: 'UTC',
    typed: {},
    faults: [],
    places: { ...PLACES, ...responseFormOf(responseType).places?.(responseType) },
  };
}

/**
 * The answer in the fields of a posted form, or what is wrong with them; the form that shows both again comes along.
 * Only what the fields themselves can tell is checked here, the rest by the contract's `checkAnswer`.
 */
export function readForm(decision: Decision, posted: Posted): Read {
  const fields = fieldsIn(posted);
  const form = formIn(decision, fields);
  const time = timeIn(form);
  const faults = [verdictFault(decision, fields, form), noteFault(form), 'fault' in time ? time.fault : null].filter(
    (fault) => fault !== null,
  );
  if (faults.length > 0 || form.verdict === null || 'fault' in time) return { faults, form: { ...form, faults } };
  const { responseType } = decision;
  const data = form.verdict === 'deny' ? null : (responseFormOf(responseType).read?.(responseType, form.typed) ?? null);
  return { given: { verdict: form.verdict, notes: form.note || null, data, executeAt: time.at }, form };
}

function fieldsIn(posted: Posted) {
  const text = (name: string): string => {
    const value = posted[name];
    return typeof value === 'string' ? sanitizeText(value) : '';
  };
  return {
    verdict: text('verdict'),
    note: text('note'),
    when: text('when'),
    executeAt: text('execute_at').trim(),
    zone: text('time_zone'),
    typed: Object.fromEntries(Object.keys(posted).map((name) => [sanitizeText(name), text(name)])),
  };
}

function formIn(decision: Decision, { verdict, note, when, executeAt, zone, typed }: Fields): Form {
  return {
    ...startForm(decision, {}),
    verdict: VERDICTS.find((known) => known === verdict) ?? null,
    note,
    when: when === 'now' || when === 'later' ? when : null,
    executeAt,
    timeZone: isTimeZone(zone) ? zone : 'UTC', // some browsers report none, or one that is unknown here: pages then show UTC
    typed,
  };
}

function verdictFault({ options }: Decision, { verdict }: Fields, form: Form): Detail | null {
  if (form.verdict !== null) return null;
  const message = verdict
    ? `must be one of ${options.join(', ')} (got ${quote(verdict)})`
    : `is required: choose ${options.join(' or ')}`;
  return { path: 'action', message };
}

function noteFault({ note }: Form): Detail | null {
  const message = faultInLength(note, LONGEST_NOTE);
  return message === null ? null : { path: 'notes', message };
}

type Time = { readonly at: Date | null } | { readonly fault: Detail };

/** The time that was picked; null means now. It goes only with an approval, and "now" beats whatever is in the picker. */
function timeIn({ verdict, when, executeAt, timeZone }: Form): Time {
  if (verdict !== 'approve' || when === 'now') return { at: null };
  // Without `when`, empty means now; a person who picked "later" forgot something.
  if (executeAt === '') return when === 'later' ? timeFault('is required: choose a day and a time') : { at: null };
  if (!isWallTime(executeAt)) return timeFault(`must look like 2026-04-18T09:00 (got ${quote(executeAt)})`);
  const at = instantOf(executeAt, timeZone);
  if (at) return { at };
  return timeFault(`does not exist: clocks in ${timeZone} skip ${spelled(executeAt)}`);
}

const timeFault = (message: string): Time => ({ fault: { path: 'execute_at', message } });

function spelled(wallTime: string): string {
  return formatMoment(new Date(`${wallTime}Z`)).replace(' UTC', '');
}
