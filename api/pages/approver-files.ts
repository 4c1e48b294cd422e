import { type Request, type Response, Router } from 'express';
import { notFound } from '../../contract/errors';
import type { Decision } from '../../domain/decision';
import { findFile } from '../../store/files';
import { linkStateOf } from '../../web/approver';
import type { ApiContext } from '../context';
import { sendFile, sendImage } from '../download';
import { onlyMethods } from '../middleware/errors';
import { limitPages } from '../middleware/rate-limit';
import { findApproverLink } from './approver-link';

/** `/d/:token/files/:id` and `/d/:token/images/:number`: what the approver's page shows, for anyone who has its link. */
export function approverFilePages(context: ApiContext): Router {
  const router = Router();
  const { db, storage, images } = context;

  router
    .route('/d/:token/files/:id')
    .get(limitPages(context), async (request, response) => {
      const { id } = await decisionOf(request, response);
      const file = await findFile(db, id, request.params.id);
      if (!file) throw notFound('File');
      await sendFile(response, storage, file);
    })
    .all(onlyMethods('GET'));

  router
    .route('/d/:token/images/:number')
    .get(limitPages(context), async (request, response) => {
      const { contextImages } = await decisionOf(request, response);
      const url = contextImages[Number(request.params.number) - 1];
      const image = url === undefined ? null : await images(url);
      if (!image) throw notFound('Image');
      sendImage(response, image);
    })
    .all(onlyMethods('GET'));

  return router;

  /** The link of a request that was passed on shows its content no longer. */
  async function decisionOf(request: Request, response: Response): Promise<Decision> {
    const link = await findApproverLink(context, request, response);
    if (!link || linkStateOf(link.decision, link.assignment) === 'passedOn') throw notFound('Link');
    return link.decision;
  }
}
