import { Router } from 'express';
import { find } from '../../decisions/find';
import { findRows } from '../../store/decision-record';
import { authenticated, keyOf } from '../authenticated';
import type { ApiContext } from '../context';
import { decisionRecord } from '../decision-record';
import { onlyMethods } from '../errors';
import { limited } from '../limited';
import { noteDecision } from '../observe';

/** `/decisions/:id/record`: all there is to one decision, in one document. */
export function recordRoutes(context: ApiContext): Router {
  const router = Router();
  const { db, clock } = context;
  router.param('id', noteDecision);
  router
    .route('/decisions/:id/record')
    .get(authenticated(context, 'decisions:read'), limited(context, 'read'), async (request, response) => {
      const decision = await find(context, keyOf(request).workspaceId, request.params.id);
      response.json(decisionRecord(await findRows(db, decision), clock()));
    })
    .all(onlyMethods('GET'));
  return router;
}
