import type { Json } from '../json';
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
    const value = fromText(fieldOf(data, 'value'));
    const message = refusal(type, value);
    if (message !== null) return { faults: [...faults, faultAt('value', message)] };
    return dataOr(faults, { value: Number(value) });
  },
  inWords: ({ label }, { value }) => [{ name: label || 'Number', value: String(value) }],
  notesFrom: ({ value }) => String(value),
};

/** The number that a text spells in digits, else what came. */
function fromText(value: Json | undefined): Json | undefined {
  return typeof value === 'string' && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value) ? Number(value) : value;
}

function refusal({ min = -Infinity, max = Infinity }: NumberInput, value: Json | undefined): string | null {
  if (value === undefined) return 'is required';
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
  if (value < min) return `must be at least ${min}`;
  return value > max ? `must be at most ${max}` : null;
}
