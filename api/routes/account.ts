import { Router } from 'express';
import { hasScope } from '../../accounts/scopes';
import { usageOf } from '../../accounts/usage';
import { listActiveKeys } from '../../store/keys';
import { getOwner } from '../../store/workspaces';
import { authenticated, keyOf } from '../authenticated';
import type { ApiContext } from '../context';
import { onlyMethods } from '../errors';
import { keyViewOf } from '../key-view';
import { limited } from '../limited';

const MOST_KEYS = 100;

/** `/auth/me`: whose account this is, what it has used, and its keys, the one that asks before all. */
export function accountRoutes(context: ApiContext): Router {
  const router = Router();
  const { db, secrets, clock, tier } = context;
  router
    .route('/auth/me')
    .get(authenticated(context), limited(context, 'account'), async (request, response) => {
      const key = keyOf(request);
      const { workspaceId } = key;
      const keys = hasScope(key, 'admin') ? await listActiveKeys(db, key, clock(), MOST_KEYS) : [key];
      const { id, email, workspaceName } = await getOwner(db.sql, workspaceId);
      response.json({
        id,
        email,
        name: null,
        workspace: { id: workspaceId, name: workspaceName },
        tier: tier.name,
        usage: await usageOf(context, workspaceId),
        api_keys: keys.map((one) => keyViewOf(secrets, one)),
      });
    })
    .all(onlyMethods('GET'));
  return router;
}
