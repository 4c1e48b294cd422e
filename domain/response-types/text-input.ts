import type { Fault } from '../fault';
import type { Json } from '../json';
import { isBlank } from '../sanitize-text';
import { faultInLength } from '../text-limits';
import { dataOr, faultAt, fieldOf, type Labels, type ResponseData, type Rules, unknownFields } from './rules';

export interface TextInput extends Labels {
  readonly type: 'text_input';
  readonly fields: readonly TextField[];
}
export interface TextField extends Labels {
  readonly name: string;
  readonly required: boolean;
}

/** The longest text that fits into one field. */
export const LONGEST_INPUT = 10_000;

/** Texts, each under the name of its field: `{ "subject": "Spring Sale" }`. A field that is not required may be left out. */
export const textInput: Rules<TextInput> = {
  asksFor: 'asks you to fill in a form',
  wanted: 'Fill in:',
  labels: { approve: 'Fill in' },
  checkData({ fields }, data) {
    const names = fields.map(({ name }) => name);
    const faults = [...unknownFields(data, names), ...fields.flatMap((field) => faultsIn(field, data))];
    return dataOr(faults, data);
  },
  inWords: ({ fields }, data) =>
    fields.flatMap(({ name, label }) => (data[name] ? [{ name: label || name, value: String(data[name]) }] : [])),
};

function faultsIn({ name, required }: TextField, data: ResponseData): readonly Fault[] {
  const message = refusal(fieldOf(data, name), required);
  return message === null ? [] : [faultAt(name, message)];
}

function refusal(value: Json | undefined, required: boolean): string | null {
  if (value === undefined) return required ? 'is required' : null;
  if (typeof value !== 'string') return 'must be a string';
  return faultInLength(value, LONGEST_INPUT) ?? (required && isBlank(value) ? 'must not be empty' : null);
}
