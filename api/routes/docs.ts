import { Router } from 'express';
import { openApiDocument } from '../../contract/openapi/document';
import { VERSION } from '../../platform/version';
import { type ApiDocument, apiDocsPage } from '../../web/api-docs/page';
import type { ApiContext } from '../context';
import { onlyMethods } from '../errors';
import { sendPage } from '../pages';

/** `/openapi.json`, and the same to read at `/docs`. Both are made once, when they are first asked for: they say nothing of who asks. */
export function docsRoutes({ publicUrl }: ApiContext): Router {
  const router = Router();
  const document = once(() => openApiDocument({ url: publicUrl, version: VERSION }));
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
