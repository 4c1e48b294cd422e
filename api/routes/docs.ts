import { Router } from 'express';
import { VERSION } from '../../platform/version';
import type { ApiDocument } from '../../web/api-docs/document';
import { apiDocsPage } from '../../web/api-docs/page';
import type { ApiContext } from '../context';
import { onlyMethods } from '../middleware/errors';
import { openApiDocument } from '../openapi';
import { RESOURCES } from '../operations';
import { sendPage } from '../pages';

/** `/openapi.json`, and the same as a page at `/docs`. Both are made once, when they are first requested. */
export function docsRoutes({ publicUrl }: ApiContext): Router {
  const router = Router();
  const document = once(() => openApiDocument(RESOURCES, { url: publicUrl, version: VERSION }));
  const page = once(() => apiDocsPage(document() as unknown as ApiDocument));
  router
    .route('/openapi.json')
    .get((_request, response) => void response.json(document()))
    .all(onlyMethods('GET'));
  router
    .route('/docs')
    .get((_request, response) => sendPage(response, 200, page()))
    .all(onlyMethods('GET'));
  return router;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
