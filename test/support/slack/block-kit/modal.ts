import { z } from 'zod';
import { block, elementsOf, repeatedId } from './blocks';
import { plainText } from './text';

/** A modal (docs.slack.dev/reference/views/modal-views). */
export const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    blocks: z.array(block).max(100),
    private_metadata: z.string().max(3000).default(''),
    callback_id: z.string().max(255).default(''),
    external_id: z.string().max(255).default(''),
    clear_on_close: z.boolean().default(false),
    notify_on_close: z.boolean().default(false),
  })
  .superRefine(({ blocks, submit }, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    if (submit === undefined && blocks.some(({ type }) => type === 'input')) complain('missing required field: submit');
    const ids = blocks.map(({ block_id }) => block_id);
    const actions = blocks.map((one) => elementsOf(one).map(({ action_id }) => action_id));
    const again =
      repeatedId(ids, 'block_id') ?? actions.map((inOne) => repeatedId(inOne, 'action_id')).find((one) => one);
    if (again !== undefined) complain(again);
  });
export type Modal = z.infer<typeof modal>;
