import type { ResponseType } from '../../../domain/response-types';
import { FieldFault, faultAttributes } from '../faults';
import type { ResponseForm } from '.';

type NumberInput = Extract<ResponseType, { type: 'number_input' }>;

const PATH = 'response_data.value';

/** One number, between its bounds where there are any. */
export const numberInput: ResponseForm<NumberInput> = {
  Fields: ({ decision: { responseType }, form }) => {
    const { label, placeholder, min, max } = responseType;
    const hint = bounds(responseType);
    return (
      <div class="field">
        <label for="value">{label || 'Number'}</label>
        {hint && (
          <p class="hint" id="value-hint">
            {hint}
          </p>
        )}
        <input
          class="input input-number"
          id="value"
          name="value"
          type="number"
          inputmode="decimal"
          step="any"
          min={min}
          max={max}
          required
          placeholder={placeholder || undefined}
          value={form.typed.value}
          {...faultAttributes(PATH, form.faults, hint ? 'value-hint' : undefined)}
        />
        <FieldFault path={PATH} {...form} />
      </div>
    );
  },
  Approve: () => <>Send this number</>,
  hasButtons: true,
  usesPlaceholder: true,
  read: (_type, { value }) => (value?.trim() ? { value } : null),
  places: ({ label }) => ({ [PATH]: { id: 'value', label: label || 'Number' } }),
};

/** "From 0 to 50." */
function bounds({ min, max }: NumberInput): string | null {
  if (min !== undefined && max !== undefined) return `From ${min} to ${max}.`;
  if (min !== undefined) return `At least ${min}.`;
  return max === undefined ? null : `At most ${max}.`;
}
