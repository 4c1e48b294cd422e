import { z } from 'zod';
import { pageQuery } from '../../contract/queries';
import { deliveryReply } from '../../contract/replies/delivery';
import { pageOf } from '../../contract/replies/shapes';
import { find } from '../../decisions/find';
import { redeliver } from '../../decisions/redeliver';
import { listDeliveries } from '../../store/deliveries';
import { defineOperation, json } from '../operation';
import { page } from '../pagination';
import { deliveryView } from '../views/delivery';

const listDecisionDeliveries = defineOperation({
  id: 'listDeliveries',
  method: 'get',
  path: '/decisions/{id}/deliveries',
  summary: 'List deliveries',
  description: 'The events sent to the callback, with every attempt. Newest first.',
  scope: 'decisions:read',
  limit: 'read',
  query: pageQuery,
  responses: { 200: json('A page of deliveries.', pageOf(deliveryReply)) },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, params, query: { limit, cursor } }) {
    const { id } = await find(context, principal.workspaceId, params.id);
    const rows = await listDeliveries(context.db, id, { limit: limit + 1, cursor });
    return { status: 200, body: page(rows, limit, deliveryView) };
  },
});

const redeliverEvent = defineOperation({
  id: 'redeliver',
  method: 'post',
  path: '/decisions/{id}/deliveries/{delivery_id}/redeliver',
  summary: 'Redeliver event',
  description: 'Sends the event again at once, with the same id and the same bytes.',
  scope: 'decisions:write',
  body: { json: z.strictObject({}) },
  responses: { 202: json('The delivery, which is on its way.', deliveryReply) },
  errors: ['NOT_FOUND'],
  idempotent: true,
  async handler(context, { principal, params }) {
    const decision = await find(context, principal.workspaceId, params.id);
    const delivery = await redeliver(context, principal.key.id, decision, params.delivery_id);
    return { status: 202, body: deliveryView(delivery) };
  },
});

/** The events sent to a decision's callback. */
export const deliveryOperations = [listDecisionDeliveries, redeliverEvent];
