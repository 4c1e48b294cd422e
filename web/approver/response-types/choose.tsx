import type { ResponseType } from '../../../domain/response-types';
import { findChoice } from '../../../domain/response-types/choose';
import { FieldFault, faultAttributes } from '../faults';
import type { ResponseForm } from '.';

const PATH = 'response_data.chosen';

/** One of the agent's choices, a row each. */
export const choose: ResponseForm<Extract<ResponseType, { type: 'choose' }>> = {
  Fields: ({ decision: { responseType }, form }) => (
    <fieldset id="chosen" tabIndex={-1} {...faultAttributes(PATH, form.faults)}>
      <legend class="label">{responseType.label || 'Your choice'}</legend>
      <div class="choices">
        {responseType.choices.map((choice) => (
          <label class="choice">
            <input
              type="radio"
              name="chosen"
              value={choice}
              required
              checked={findChoice([choice], form.typed.chosen) !== undefined}
            />
            <span class="choice-name" dir="auto">
              {choice}
            </span>
          </label>
        ))}
      </div>
      <FieldFault path={PATH} {...form} />
    </fieldset>
  ),
  Approve: () => <>Send this choice</>,
  hasButtons: true,
  read: (_type, { chosen }) => (chosen ? { chosen } : null),
  places: ({ label }) => ({ [PATH]: { id: 'chosen', label: label || 'Your choice' } }),
};
