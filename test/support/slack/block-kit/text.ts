import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** Text objects (docs.slack.dev/reference/block-kit/composition-objects/text-object), each place with a limit of its own. */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

const markedText = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), markedText(max)]);

/** A `block_id` or `action_id`: Slack makes one where none is given. */
export const id = z.string().min(1).max(255).default(randomUUID);

export const url = z.url().max(3000);
