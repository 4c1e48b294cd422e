import { hasScope } from '../../accounts/scopes';
import { usageOf } from '../../accounts/usage';
import { accountReply } from '../../contract/replies/api-key';
import { listActiveKeys } from '../../store/keys';
import { getOwner } from '../../store/workspaces';
import { defineOperation, json } from '../operation';
import { apiKeyView } from '../views/api-key';

const MAX_KEYS = 100;

const getAccount = defineOperation({
  id: 'getAccount',
  method: 'get',
  path: '/auth/me',
  summary: 'Get account',
  scope: 'any',
  limit: 'account',
  responses: { 200: json('The account of the API key, with its usage and its active keys.', accountReply) },
  async handler(context, { principal: { key, workspaceId } }) {
    const { db, secrets, clock, tier } = context;
    const keys = hasScope(key, 'admin') ? await listActiveKeys(db, key, clock(), MAX_KEYS) : [key];
    const { id, email, workspaceName } = await getOwner(db.sql, workspaceId);
    return {
      status: 200,
      body: {
        ...{ id, email, name: null },
        workspace: { id: workspaceId, name: workspaceName },
        tier: tier.name,
        usage: await usageOf(context, workspaceId),
        api_keys: keys.map((one) => apiKeyView(secrets, one)),
      },
    };
  },
});

/** The account that an API key belongs to. */
export const accountOperations = [getAccount];
