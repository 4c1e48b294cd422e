import { z } from 'zod';
import { requireOwnDecision } from '../../accounts/own-decision';
import { notFound } from '../../contract/errors';
import { attachmentsReply } from '../../contract/replies/attachment';
import { attachmentsView, type ViewContext } from '../../contract/view';
import { attach } from '../../decisions/attach';
import { find } from '../../decisions/find';
import type { Decision } from '../../domain/decision';
import { isId } from '../../platform/ids';
import { byKey } from '../../store/audit';
import { findFile } from '../../store/files';
import { sendFile } from '../download';
import { content, defineOperation, json } from '../operation';

const attachmentsOf = (context: ViewContext, { id, attachments }: Decision) => ({
  attachments: attachmentsView(context, id, attachments),
});

const addAttachments = defineOperation({
  id: 'addAttachments',
  method: 'post',
  path: '/decisions/{id}/attachments',
  summary: 'Add attachments',
  description: 'One or more files, up to 5 in all and 10 MB each. If one of them is refused, none is added.',
  scope: 'decisions:write',
  body: { form: z.strictObject({ file: z.array(z.file()) }) },
  responses: { 201: json('All files of the decision.', attachmentsReply) },
  errors: ['NOT_FOUND', 'ALREADY_RESOLVED', 'EXPIRED', 'ALREADY_ANSWERED'],
  idempotent: true,
  async handler(context, { principal, params, files, claim }) {
    const request = {
      ...{ received: files, actor: byKey(principal.key.id) },
      check: (found: Decision) => requireOwnDecision(principal, found),
    };
    const body = (decision: Decision) => JSON.stringify(attachmentsOf(context, decision));
    const options = claim ? { reply: { claim, status: 201, body } } : {};
    const target = { id: params.id, workspaceId: principal.workspaceId };
    const decision = await attach(context, target, request, options);
    return { status: 201, body: attachmentsOf(context, decision), kept: true };
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
    return { status: 200, body: attachmentsOf(context, await find(context, principal.workspaceId, params.id)) };
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
    const { id } = await find(context, principal.workspaceId, params.id);
    const file = isId(params.attachment_id) ? await findFile(context.db, id, params.attachment_id) : null;
    if (!file) throw notFound('Attachment');
    return { status: 200, send: (response) => sendFile(response, context.storage, file) };
  },
});

/** The files of a decision. */
export const attachmentOperations = [addAttachments, listAttachments, getAttachment];
