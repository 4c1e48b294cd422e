import { z } from 'zod';
import { isTooLate, type Operation } from './operation';
import { id } from './shapes';

/** A file, as replies show it. */
export const attachment = z
  .strictObject({
    id,
    name: z.string(),
    url: z.url().describe('Where it can be had, with the key.'),
    type: z.string().describe('Its MIME type, by what is in it.'),
    size: z.int().describe('In bytes.'),
  })
  .meta({ id: 'Attachment' });

const attachments = z.strictObject({ attachments: z.array(attachment) });
const filesForm = z.strictObject({ file: z.array(z.file()) });

export const attachmentOperations: readonly Operation[] = [
  {
    id: 'addAttachments',
    method: 'post',
    path: '/decisions/{id}/attachments',
    summary: 'Attach files',
    description: 'One or more in the field `file`, 5 in all, 10 MB each. All of them are taken, or none.',
    scope: 'decisions:write',
    body: { form: filesForm },
    replies: { 201: { means: 'All files of the decision.', json: attachments } },
    errors: ['NOT_FOUND', ...isTooLate],
  },
  {
    id: 'listAttachments',
    method: 'get',
    path: '/decisions/{id}/attachments',
    summary: 'List files',
    scope: 'decisions:read',
    replies: { 200: { means: 'All files of the decision.', json: attachments } },
    errors: ['NOT_FOUND'],
  },
  {
    id: 'getAttachment',
    method: 'get',
    path: '/decisions/{id}/attachments/{attachment_id}',
    summary: 'Get a file',
    scope: 'decisions:read',
    replies: { 200: { means: 'The file, as a download.', types: ['*/*'] } },
    errors: ['NOT_FOUND'],
  },
];
