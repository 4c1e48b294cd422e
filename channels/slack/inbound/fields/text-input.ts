import { placeholderOf } from '../one-line';
import type { Asked, Fields } from '.';
import { INPUT, input, typedIn } from './input';

/** What fits into an input of Slack's; longer texts are for the page. */
export const LONGEST_TEXT = 3_000;

const pathOf = (name: string): string => `response_data.${name}`;

/** The agent's fields, one below the other. */
export function textFields({ fields }: Asked<'text_input'>): Fields {
  return {
    blocks: (isNeeded) =>
      fields.map(({ name, label, placeholder, required }) =>
        input({
          ...{ path: pathOf(name), label: label || name, isNeeded: isNeeded && required },
          element: {
            ...{ type: 'plain_text_input', action_id: INPUT, max_length: LONGEST_TEXT },
            ...placeholderOf(placeholder),
          },
        }),
      ),
    read: (filled) => {
      const texts = fields.flatMap(({ name }) => {
        const text = typedIn(filled(pathOf(name)));
        return text === null ? [] : [[name, text] as const];
      });
      return { data: texts.length > 0 ? Object.fromEntries(texts) : null };
    },
  };
}
