import { z } from 'zod';
import { type Block, block, elementsOf, repeatedId } from './blocks';

/** What a message shows: text, blocks, attachments that have blocks of their own. */
const attachment = z.strictObject({
  color: z
    .string()
    .regex(/^(good|warning|danger|#?[0-9a-f]{6})$/i)
    .optional(),
  fallback: z.string().optional(),
  blocks: z.array(block).max(50).optional(),
  pretext: z.string().optional(),
  title: z.string().optional(),
  title_link: z.string().optional(),
  text: z.string().optional(),
  footer: z.string().optional(),
});

export const content = z
  .object({
    text: z.string().optional(),
    blocks: z.array(block).max(50).optional(),
    attachments: z.array(attachment).optional(),
  })
  .superRefine((message, context) => {
    const blocks = blocksOf(message);
    const ids = blocks.map(({ block_id }) => block_id);
    const actions = blocks.flatMap(elementsOf).map(({ action_id }) => action_id);
    const again = repeatedId(ids, 'block_id') ?? repeatedId(actions, 'action_id');
    if (again !== undefined) context.addIssue({ code: 'custom', path: ['blocks'], message: again });
  });
export type Content = z.infer<typeof content>;

/** All blocks of a message, those of its attachments too. */
export function blocksOf({ blocks = [], attachments = [] }: Pick<Content, 'blocks' | 'attachments'>): readonly Block[] {
  return [...blocks, ...attachments.flatMap((one) => one.blocks ?? [])];
}
