import { z } from 'zod';
import { id } from './shapes';

/** A file of a decision. */
export const attachmentReply = z
  .strictObject({
    id,
    name: z.string(),
    url: z.url().describe('Download it from here with the API key.'),
    type: z.string().describe('The MIME type, detected from the content.'),
    size: z.int().describe('In bytes.'),
  })
  .meta({ id: 'Attachment' });

/** All files of a decision. */
export const attachmentsReply = z.strictObject({ attachments: z.array(attachmentReply) });
