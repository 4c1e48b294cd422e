import { type Block, elementsOf } from './block-kit/blocks';
import type { Element } from './block-kit/elements';

/**
 * What somebody fills in, by an input's label, `block_id` or `action_id`: text and numbers as they are, choices by the
 * text of the option, several as a list, a date as YYYY-MM-DD, a moment in unix seconds. `null` empties an input.
 */
export type Given = Readonly<Record<string, string | number | readonly string[] | null>>;

/** `state.values`: what stands in each element, by block and action. */
export function valuesOf(blocks: readonly Block[], given: Given): Record<string, Record<string, object>> {
  const values: Record<string, Record<string, object>> = {};
  const known = new Set<string>();
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      if (element.type === 'button') continue;
      const names = [element.action_id, block.block_id, block.type === 'input' ? block.label.text : ''];
      for (const name of names) known.add(name);
      const name = names.find((one) => one in given);
      const value = held(element, name === undefined ? undefined : given[name]);
      values[block.block_id] = { ...values[block.block_id], [element.action_id]: value };
    }
  }
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`nothing to fill in is called ${unknown}, only ${[...known].join(', ')}`);
  return values;
}

type Value = Given[string] | undefined;

function held(element: Exclude<Element, { type: 'button' }>, given: Value): object {
  const { type } = element;
  switch (element.type) {
    case 'radio_buttons':
    case 'static_select':
      return { type, selected_option: given === undefined ? (element.initial_option ?? null) : option(element, given) };
    case 'checkboxes':
    case 'multi_static_select':
      return {
        type,
        selected_options: given === undefined ? (element.initial_options ?? []) : options(element, given),
      };
    case 'datepicker':
      return { type, selected_date: given === undefined ? (element.initial_date ?? null) : given };
    case 'datetimepicker':
      return { type, selected_date_time: given === undefined ? (element.initial_date_time ?? null) : given };
    default:
      return { type, value: given === undefined ? (element.initial_value ?? null) : (given?.toString() ?? null) };
  }
}

type Choice = { readonly options: readonly { readonly text: { readonly text: string } }[] };

function option({ options }: Choice, given: Value) {
  if (given === null) return null;
  const found = options.find(({ text }) => text.text === given);
  if (found === undefined) throw new Error(`${given} is no option: ${options.map(({ text }) => text.text).join(', ')}`);
  return found;
}

const options = (choice: Choice, given: Value) =>
  (Array.isArray(given) ? given : [given]).filter((one) => one !== null).map((one) => option(choice, one));
