import { Router } from 'express';
import { notFound } from '../../contract/errors';
import { assets } from '../../web/assets';
import { onlyMethods } from '../middleware/errors';

/** `/assets/:name`: the style sheet and the few lines of browser script. */
export function assetRoutes(): Router {
  const router = Router();
  router
    .route('/assets/:name')
    .get((request, response) => {
      const asset = assets.get(request.params.name);
      if (!asset) throw notFound('File');
      response.set({
        'Content-Type': asset.contentType,
        ETag: asset.etag,
        'Cache-Control': 'no-cache',
        'X-Content-Type-Options': 'nosniff',
      });
      if (request.fresh) return void response.status(304).end();
      response.send(asset.body);
    })
    .all(onlyMethods('GET'));
  return router;
}
