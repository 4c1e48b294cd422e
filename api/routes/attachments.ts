import { Router } from 'express';
import { z } from 'zod';
import { notFound } from '../../contract/errors';
import type { Attachment } from '../../domain/files';
import { parse } from '../../contract/requests';
import { shownAttachments } from '../../contract/view';
import { attach } from '../../decisions/attach';
import { find } from '../../decisions/find';
import { findFile } from '../../domain/files';
import { authenticated, keyOf } from '../authenticated';
import type { ApiContext } from '../context';
import { sendFile } from '../download';
import { onlyMethods } from '../errors';
import { idempotent } from '../idempotent';
import { limited } from '../limited';
import { filesOf, multipart } from '../multipart';
import { noteDecision } from '../observe';

const noFields = z.strictObject({});

/** `/decisions/:id/attachments`: the agent's files for the approver, and whatever files the answer brought. */
export function attachmentRoutes(context: ApiContext): Router {
  const router = Router();
  const read = authenticated(context, 'decisions:read');
  const counted = limited(context, 'read');
  const reply = (files: readonly Attachment[]) => ({ attachments: shownAttachments(files) });
  router.param('id', noteDecision);

  router
    .route('/decisions/:id/attachments')
    .post(
      authenticated(context, 'decisions:write'),
      multipart(
        idempotent(context, async (request, claim) => {
          const key = keyOf(request);
          const decision = await find(context, key.workspaceId, String(request.params.id));
          parse(noFields, request.body);
          const body = await attach(context, key, decision, filesOf(request), { claim, reply });
          return { status: 201, body, kept: true };
        }),
      ),
    )
    .get(read, counted, async (request, response) => {
      const { attachments } = await find(context, keyOf(request).workspaceId, request.params.id);
      response.json(reply(attachments));
    })
    .all(onlyMethods('GET', 'POST'));

  router
    .route('/decisions/:id/attachments/:attachment_id')
    .get(read, counted, async (request, response) => {
      const decision = await find(context, keyOf(request).workspaceId, request.params.id);
      const file = findFile(decision, request.params.attachment_id);
      if (!file) throw notFound('Attachment');
      await sendFile(response, context.storage, file);
    })
    .all(onlyMethods('GET'));

  return router;
}
