import { Router } from 'express';
import { pageQuery } from '../../contract/queries';
import { parse } from '../../contract/requests';
import { find } from '../../decisions/find';
import { redeliver } from '../../decisions/redeliver';
import { listDeliveries } from '../../store/deliveries';
import { authenticated, keyOf } from '../authenticated';
import type { ApiContext } from '../context';
import { onlyMethods } from '../errors';
import { idempotent } from '../idempotent';
import { jsonBody } from '../json-body';
import { limited } from '../limited';
import { page } from '../lists';
import { noteDecision } from '../observe';
import { deliveryView } from '../views';

/** `/decisions/:id/deliveries`: what was told to whom, every try of it, and once more. */
export function deliveryRoutes(context: ApiContext): Router {
  const router = Router({ mergeParams: true });
  const { db } = context;
  router.param('id', noteDecision);
  router
    .route('/decisions/:id/deliveries')
    .get(authenticated(context, 'decisions:read'), limited(context, 'read'), async (request, response) => {
      const decision = await find(context, keyOf(request).workspaceId, request.params.id);
      const { limit, cursor } = parse(pageQuery, request.query);
      response.json(page(await listDeliveries(db, decision.id, { limit: limit + 1, cursor }), limit, deliveryView));
    })
    .all(onlyMethods('GET'));
  router
    .route('/decisions/:id/deliveries/:delivery_id/redeliver')
    .post(
      authenticated(context, 'decisions:write'),
      jsonBody,
      idempotent(context, async (request) => {
        const key = keyOf(request);
        const decision = await find(context, key.workspaceId, String(request.params.id));
        const delivery = await redeliver(context, key, decision, String(request.params.delivery_id));
        return { status: 202, body: deliveryView(delivery) };
      }),
    )
    .all(onlyMethods('POST'));
  return router;
}
