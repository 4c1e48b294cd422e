import type { ResponseType } from '../../../domain/response-types';
import { sanitizeText } from '../../../domain/sanitize-text';
import { FieldFault, faultAttributes } from '../faults';
import type { ResponseForm } from '.';

type TextInput = Extract<ResponseType, { type: 'text_input' }>;

/** The agent's fields, one below the other. */
export const textInput: ResponseForm<TextInput> = {
  Fields: ({ decision: { responseType }, form }) => (
    <>
      {responseType.label && <p class="label">{responseType.label}</p>}
      {responseType.fields.map(({ name, label, placeholder, required }, index) => (
        <div class="field">
          <label for={idOf(index)}>
            <bdi>{label || name}</bdi>
            {!required && <span class="hint"> optional</span>}
          </label>
          <input
            class="input"
            id={idOf(index)}
            name={inputName(name)}
            required={required}
            maxlength={10_000}
            dir="auto"
            placeholder={placeholder || undefined}
            value={form.typed[inputName(name)]}
            {...faultAttributes(pathOf(name), form.faults)}
          />
          <FieldFault path={pathOf(name)} {...form} />
        </div>
      ))}
    </>
  ),
  Approve: () => <>Send these values</>,
  hasButtons: true,
  read: ({ fields }, typed) =>
    Object.fromEntries(
      fields.flatMap(({ name }) => {
        const value = typed[inputName(name)];
        return value?.trim() ? [[name, value]] : [];
      }),
    ),
  places: ({ fields }) =>
    Object.fromEntries(
      fields.map(({ name, label }, index) => [pathOf(name), { id: idOf(index), label: label || name }]),
    ),
};

/** As `Form.typed` has it, whatever a form makes of its line breaks. */
const inputName = (name: string): string => sanitizeText(`fields[${name}]`);
const idOf = (index: number): string => `field-${index + 1}`;
const pathOf = (name: string): string => `response_data.${name}`;
