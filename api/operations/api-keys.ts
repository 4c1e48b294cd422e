import { inKeyTransaction, type KeyTransaction } from '../../accounts/key-transaction';
import { addKey, changeKey, revokeKey } from '../../accounts/keys';
import type { MadeKey } from '../../accounts/make-key';
import { rotateKey, rotateWebhookSecret } from '../../accounts/rotate';
import { hasScope } from '../../accounts/scopes';
import { changeKeyRequest, createKeyRequest, rotateKeyRequest, rotateSecretRequest } from '../../contract/keys';
import { pageQuery } from '../../contract/queries';
import { apiKeyReply, createdApiKeyReply } from '../../contract/replies/api-key';
import { pageOf } from '../../contract/replies/shapes';
import type { Secrets } from '../../platform/secrets';
import type { Claimed } from '../../store/idempotency';
import { type ApiKey, listKeys } from '../../store/keys';
import type { ApiContext } from '../context';
import { keepSealedReply } from '../middleware/idempotency';
import { defineOperation, empty, json } from '../operation';
import { page } from '../pagination';
import { apiKeyView } from '../views/api-key';

const createApiKey = defineOperation({
  id: 'createApiKey',
  method: 'post',
  path: '/auth/api-keys',
  summary: 'Create API key',
  scope: 'admin',
  limit: 'keys',
  body: { json: createKeyRequest },
  responses: { 201: json('The new key, shown only this once.', createdApiKeyReply) },
  idempotent: 'sealed',
  async handler(context, { principal: { key }, body: request, claim }) {
    const body = await inSealedTransaction(context, key, { claim, status: 201 }, async (transaction) =>
      createdView(context.secrets, await addKey(transaction, request)),
    );
    return { status: 201, body, kept: true };
  },
});

const listApiKeys = defineOperation({
  id: 'listApiKeys',
  method: 'get',
  path: '/auth/api-keys',
  summary: 'List API keys',
  description: 'Newest first, including revoked and expired keys. Without the scope `admin`: the requesting key only.',
  scope: 'any',
  query: pageQuery,
  responses: { 200: json('A page of keys.', pageOf(apiKeyReply)) },
  async handler({ db, secrets }, { principal: { key, workspaceId }, query: { limit, cursor } }) {
    const only = hasScope(key, 'admin') ? null : key.id;
    const keys = await listKeys(db, { workspaceId, only }, { limit: limit + 1, cursor });
    return { status: 200, body: page(keys, limit, (one) => apiKeyView(secrets, one)) };
  },
});

const updateApiKey = defineOperation({
  id: 'updateApiKey',
  method: 'patch',
  path: '/auth/api-keys/{id}',
  summary: 'Update API key',
  description: "Fields that aren't given stay as they are. Null clears `expires_at` and `backup_approver`.",
  scope: 'admin',
  body: { json: changeKeyRequest },
  responses: { 200: json('The key.', apiKeyReply) },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, params, body: change }) {
    const key = await inKeyTransaction(context, principal.key, (transaction) =>
      changeKey(transaction, params.id, change),
    );
    return { status: 200, body: apiKeyView(context.secrets, key) };
  },
});

const revokeApiKey = defineOperation({
  id: 'revokeApiKey',
  method: 'delete',
  path: '/auth/api-keys/{id}',
  summary: 'Revoke API key',
  description: 'From the next request on, the key is refused for good.',
  scope: 'admin',
  responses: { 204: empty('The key is revoked.') },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, params }) {
    await inKeyTransaction(context, principal.key, (transaction) => revokeKey(transaction, params.id));
    return { status: 204 };
  },
});

const rotateApiKey = defineOperation({
  id: 'rotateApiKey',
  method: 'post',
  path: '/auth/api-keys/{id}/rotate',
  summary: 'Rotate API key',
  description: 'Creates a successor with the same settings and webhook secret. The old key expires after the overlap.',
  scope: 'admin',
  body: { json: rotateKeyRequest },
  responses: { 201: json('The successor, shown only this once.', createdApiKeyReply) },
  errors: ['NOT_FOUND'],
  idempotent: 'sealed',
  async handler(context, { principal: { key }, params, body: { overlap_minutes }, claim }) {
    const body = await inSealedTransaction(context, key, { claim, status: 201 }, async (transaction) =>
      createdView(context.secrets, await rotateKey(transaction, params.id, overlap_minutes)),
    );
    return { status: 201, body, kept: true };
  },
});

const rotateApiKeyWebhookSecret = defineOperation({
  id: 'rotateWebhookSecret',
  method: 'post',
  path: '/auth/api-keys/{id}/rotate-webhook-secret',
  summary: 'Rotate webhook secret',
  description: 'Until the overlap ends, callbacks are signed with both the new and the previous secret.',
  scope: 'admin',
  body: { json: rotateSecretRequest },
  responses: { 200: json('The key with its new secret.', apiKeyReply) },
  errors: ['NOT_FOUND'],
  idempotent: 'sealed',
  async handler(context, { principal: { key }, params, body: { overlap_minutes }, claim }) {
    const body = await inSealedTransaction(context, key, { claim, status: 200 }, async (transaction) =>
      apiKeyView(context.secrets, await rotateWebhookSecret(transaction, params.id, overlap_minutes)),
    );
    return { status: 200, body, kept: true };
  },
});

const createdView = (secrets: Secrets, { key, raw }: MadeKey) => ({ ...apiKeyView(secrets, key), key: raw });

/** Runs `work` in a key transaction, and stores its reply, which holds a secret, in the same transaction. */
function inSealedTransaction<Body extends object>(
  context: ApiContext,
  key: ApiKey,
  { claim, status }: { readonly claim: Claimed | null; readonly status: number },
  work: (transaction: KeyTransaction) => Promise<Body>,
): Promise<Body> {
  return inKeyTransaction(context, key, async (transaction) => {
    const body = await work(transaction);
    if (claim) await keepSealedReply(context.secrets, transaction.sql, claim, status, body);
    return body;
  });
}

/** API keys. A key without the scope `admin` sees itself only, and changes nothing. */
export const apiKeyOperations = [
  ...[createApiKey, listApiKeys, updateApiKey, revokeApiKey],
  ...[rotateApiKey, rotateApiKeyWebhookSecret],
];
