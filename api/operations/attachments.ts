import { z } from 'zod';
import { requireOwnDecision } from '../../accounts/own-decision';
import { notFound } from '../../contract/errors';
import { attachmentsReply } from '../../contract/replies/attachment';
import { shownAttachments } from '../../contract/view';
import { attach } from '../../decisions/attach';
import { find } from '../../decisions/find';
import { type Attachment, findFile } from '../../domain/files';
import { sendFile } from '../download';
import { content, defineOperation, json } from '../operation';

const attachmentsView = (files: readonly Attachment[]) => ({ attachments: shownAttachments(files) });

const addAttachments = defineOperation({
  id: 'addAttachments',
  method: 'post',
  path: '/decisions/{id}/attachments',
  summary: 'Add attachments',
  description: 'One or more files, up to 5 in all and 10 MB each. If one of them is refused, none is added.',
  scope: 'decisions:write',
  body: { form: z.strictObject({ file: z.array(z.file()) }) },
  responses: { 201: json('All files of the decision.', attachmentsReply) },
  errors: ['NOT_FOUND', 'ALREADY_RESOLVED', 'EXPIRED'],
  idempotent: true,
  async handler(context, { principal, params, files, claim }) {
    const decision = await find(context, principal.workspaceId, params.id);
    await requireOwnDecision(context, principal, decision);
    const body = await attach(context, principal.key, decision, files, { claim, reply: attachmentsView });
    return { status: 201, body, kept: true };
  },
});

const listAttachments = defineOperation({
  id: 'listAttachments',
  method: 'get',
  path: '/decisions/{id}/attachments',
  summary: 'List attachments',
  scope: 'decisions:read',
  limit: 'read',
  responses: { 200: json('All files of the decision.', attachmentsReply) },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, params }) {
    const { attachments } = await find(context, principal.workspaceId, params.id);
    return { status: 200, body: attachmentsView(attachments) };
  },
});

const getAttachment = defineOperation({
  id: 'getAttachment',
  method: 'get',
  path: '/decisions/{id}/attachments/{attachment_id}',
  summary: 'Download attachment',
  description: 'A file of the agent, or one that came with the answer.',
  scope: 'decisions:read',
  limit: 'read',
  responses: { 200: content('The file, as a download.', '*/*') },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, params }) {
    const decision = await find(context, principal.workspaceId, params.id);
    const file = findFile(decision, params.attachment_id);
    if (!file) throw notFound('Attachment');
    return { status: 200, send: (response) => sendFile(response, context.storage, file) };
  },
});

/** The files of a decision. */
export const attachmentOperations = [addAttachments, listAttachments, getAttachment];
