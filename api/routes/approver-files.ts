import { type Request, type Response, Router } from 'express';
import { notFound } from '../../contract/errors';
import { findFile } from '../../domain/files';
import { findLink } from '../../store/links';
import type { ApiContext } from '../context';
import { sendFile, sendImage } from '../download';
import { onlyMethods } from '../middleware/errors';
import { limitPages } from '../middleware/rate-limit';

/** `/d/:token/files/:id` and `/d/:token/images/:n`: what the approver's page shows, for anyone who has its link. */
export function approverFileRoutes(context: ApiContext): Router {
  const router = Router();
  const { db, secrets, storage, images } = context;

  router
    .route('/d/:token/files/:id')
    .get(limitPages(context), async (request, response) => {
      const file = findFile(await decisionOf(request, response), request.params.id);
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

  async function decisionOf(request: Request<{ token: string }>, response: Response) {
    const found = await findLink(db, secrets.hashToken(request.params.token));
    if (!found) throw notFound('Link');
    response.locals.decisionId = found.decision.id;
    return found.decision;
  }
}
