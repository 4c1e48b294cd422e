import type { Json } from '../json';
import { isExact, readNumber } from '../number-text';
import { dataOr, faultAt, fieldOf, type Labels, type Rules, unknownFields } from './rules';

export interface NumberInput extends Labels {
  readonly type: 'number_input';
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** A number between `min` and `max`: `{ "value": 15 }`. The text "15" is taken for it, too, because forms send text. */
export const numberInput: Rules<NumberInput> = {
  asksFor: 'asks you for a number',
  wanted: 'Enter a number:',
  labels: { approve: 'Enter a number' },
  checkData(type, data) {
    const faults = unknownFields(data, ['value']);
    const { value, message } = read(type, fieldOf(data, 'value'));
    return dataOr(message === null ? faults : [...faults, faultAt('value', message)], { value });
  },
  inWords: ({ label }, { value }) => [{ name: label || 'Number', value: String(value) }],
  notesFrom: ({ value }) => String(value),
};

interface Reading {
  readonly value: number;
  readonly message: string | null;
}

function read(type: NumberInput, given: Json | undefined): Reading {
  const value = typeof given === 'string' ? readNumber(given) : given;
  const refuse = (message: string): Reading => ({ value: 0, message });
  if (value === undefined) return refuse('is required');
  if (typeof value !== 'number') return refuse('must be a number');
  if (typeof given === 'string' && !isExact(given)) return refuse('has more digits than can be kept exactly');
  const { min = -Infinity, max = Infinity } = type;
  if (value < min) return refuse(`must be at least ${min}`);
  return value > max ? refuse(`must be at most ${max}`) : { value, message: null };
}
