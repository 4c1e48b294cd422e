import { z } from 'zod';
import { accessory, actionsElement, type Element, image, inputElement } from './elements';
import { richText } from './rich-text';
import { anyText, id, plainText } from './text';

/** Blocks and their limits (docs.slack.dev/reference/block-kit/blocks). A type that is not here is refused. */
export const block = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('section'),
      block_id: id,
      text: anyText(3000).optional(),
      fields: z.array(anyText(2000)).min(1).max(10).optional(),
      accessory: accessory.optional(),
      expand: z.boolean().optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'missing required field: text or fields'),
  z.strictObject({ type: z.literal('header'), block_id: id, text: plainText(150) }),
  z.strictObject({ type: z.literal('divider'), block_id: id }),
  z.strictObject({
    type: z.literal('context'),
    block_id: id,
    elements: z
      .array(z.discriminatedUnion('type', [image, anyText(3000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('actions'), block_id: id, elements: z.array(actionsElement).min(1).max(25) }),
  z.strictObject({
    type: z.literal('input'),
    block_id: id,
    label: plainText(2000),
    element: inputElement,
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
  image.extend({ block_id: id, title: plainText(2000).optional() }),
  richText,
]);
export type Block = z.infer<typeof block>;

/** The elements of a block that a person can use. */
export function elementsOf(block: Block): readonly Element[] {
  switch (block.type) {
    case 'actions':
      return block.elements;
    case 'input':
      return [block.element];
    case 'section':
      return block.accessory === undefined || block.accessory.type === 'image' ? [] : [block.accessory];
    default:
      return [];
  }
}

/** The first id that is there twice, in Slack's words. */
export function repeatedId(ids: readonly string[], name: string): string | undefined {
  const again = ids.find((id, index) => ids.indexOf(id) < index);
  return again === undefined ? undefined : `\`${name}\` ${again} already exists`;
}
