import { email } from '../../contract/fields';
import type { Fault } from '../../domain/fault';
import type { Place } from './faults';

/** The form for asking someone else instead: what was typed, and what was wrong with it. */
export interface DelegationForm {
  readonly to: string;
  readonly note: string;
  /** With the names of its fields as paths. */
  readonly faults: readonly Fault[];
}

export const NO_DELEGATION: DelegationForm = { to: '', note: '', faults: [] };

/** Where on the page the fields are. */
export const DELEGATION_PLACES: Readonly<Record<string, Place>> = {
  to: { id: 'delegate-to', label: 'E-mail address' },
  note: { id: 'delegate-note', label: 'Message' },
};

export const LONGEST_MESSAGE = 10_000;

type Read = { readonly to: string; readonly note: string | null; readonly form: DelegationForm };

/** The fields of a posted form; the form has faults if they can't be used. */
export function readDelegation(posted: Readonly<Record<string, unknown>>): Read {
  const to = textIn(posted, 'to').trim();
  const note = textIn(posted, 'note');
  const address = email.safeParse(to);
  const faults: Fault[] = [];
  if (!address.success)
    faults.push({ path: 'to', message: to === '' ? 'is required' : 'must look like name@company.com' });
  if (note.length > LONGEST_MESSAGE)
    faults.push({
      path: 'note',
      message: `must be at most ${LONGEST_MESSAGE.toLocaleString('en-US')} characters (got ${note.length.toLocaleString('en-US')})`,
    });
  return { to: address.success ? address.data : to, note: note.trim() ? note : null, form: { to, note, faults } };
}

/** Browsers send CR LF, and a null character can't be stored. */
function textIn(posted: Readonly<Record<string, unknown>>, name: string): string {
  const value = posted[name];
  return typeof value === 'string' ? value.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\0', '') : '';
}
