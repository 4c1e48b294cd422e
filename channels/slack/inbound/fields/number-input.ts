import { placeholderOf } from '../one-line';
import type { Asked, Fields } from '.';
import { INPUT, input, typedIn } from './input';

const PATH = 'response_data.value';

/** One number, between its bounds where there are any. */
export function numberFields({ label, placeholder, min, max }: Asked<'number_input'>): Fields {
  return {
    blocks: (isNeeded) => [
      input({
        ...{ path: PATH, label: label || 'Number', hint: bounds(min, max), isNeeded },
        element: {
          ...{ type: 'number_input', action_id: INPUT, is_decimal_allowed: true },
          ...placeholderOf(placeholder),
          ...(isPlain(min) ? { min_value: String(min) } : {}),
          ...(isPlain(max) ? { max_value: String(max) } : {}),
        },
      }),
    ],
    read: (filled) => {
      const value = typedIn(filled(PATH));
      return { data: value === null ? null : { value } };
    },
  };
}

/** Whether its digits can be written without an exponent, as Slack wants bounds. All are checked here in any case. */
const isPlain = (bound: number | undefined): bound is number => bound !== undefined && !String(bound).includes('e');

/** "From 0 to 50." */
function bounds(min: number | undefined, max: number | undefined): string | undefined {
  if (min !== undefined && max !== undefined) return `From ${min} to ${max}.`;
  if (min !== undefined) return `At least ${min}.`;
  return max === undefined ? undefined : `At most ${max}.`;
}
