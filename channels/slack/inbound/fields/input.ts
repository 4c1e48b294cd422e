import type { types, ViewStateValue } from '@slack/bolt';
import { oneLine } from '../one-line';

/** The `action_id` of each input: which one it is its block says. */
export const INPUT = 'given';

/** What stands in the input whose block has this id. */
export type Filled = (path: string) => ViewStateValue | undefined;

/** A text as it was typed; PostgreSQL keeps no null character. Null where there is none. */
export function typedIn(value: ViewStateValue | undefined): string | null {
  const text = value?.value?.toWellFormed().replaceAll('\0', '');
  return text?.trim() ? text : null;
}

interface Field {
  /** Of the answer, as the contract names it: faults find their input by it. */
  readonly path: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isNeeded: boolean;
  readonly element: types.InputBlock['element'];
}

const LONGEST_LABEL = 500;

/** Something to fill in. */
export const input = ({ path, label, hint, isNeeded, element }: Field): types.InputBlock => ({
  type: 'input',
  block_id: path,
  label: oneLine(label, LONGEST_LABEL),
  ...(hint ? { hint: oneLine(hint, LONGEST_LABEL) } : {}),
  optional: !isNeeded,
  element,
});
