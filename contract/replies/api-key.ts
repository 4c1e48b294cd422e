import { z } from 'zod';
import { changeKeyRequest, createKeyRequest, rotateKeyRequest, rotateSecretRequest } from '../keys';
import { pageQuery } from '../queries';
import { SCOPES } from '../scopes';
import type { Operation } from './operation';
import { id, listOf, time } from './shapes';

const fields = {
  id,
  name: z.string(),
  prefix: z.string().describe('How the key begins.'),
  scopes: z.array(z.enum(SCOPES)),
  webhook_secret: z
    .string()
    .nullable()
    .describe('Signs its callbacks. Null where it was kept under another HANDOVER_SECRET.'),
  approvers: z.array(z.string()).describe('Whom it may ask; empty: whoever the tier allows.'),
  backup_approver: z.string().nullable().describe('The backup of a decision that names none.'),
  self_resolve: z.boolean().describe('Whether it may answer the decisions that it asked for.'),
  created_at: time,
  last_used_at: time.nullable().describe('To the minute.'),
  expires_at: time.nullable().describe('Null: never.'),
  revoked_at: time.nullable(),
};
export const apiKey = z.strictObject(fields).meta({ id: 'ApiKey' });

const newKey = z.strictObject({ ...fields, key: z.string().describe('The key itself, shown this once.') });

const account = z.strictObject({
  id,
  email: z.string(),
  name: z.string().nullable(),
  workspace: z.strictObject({ id, name: z.string() }),
  tier: z.string(),
  usage: z.strictObject({
    decisions: z.int().describe('Made in this calendar month, in UTC.'),
    limit: z.int().nullable().describe('Null: as many as you like.'),
    resets_at: time,
  }),
  api_keys: z
    .array(apiKey)
    .describe(
      'Those that can be used, at most 100, the one that asks first; without the scope `admin` that one alone.',
    ),
});

export const keyOperations: readonly Operation[] = [
  {
    id: 'getAccount',
    method: 'get',
    path: '/auth/me',
    summary: 'Whose account this is',
    scope: 'any',
    replies: { 200: { means: 'The account, its usage and its keys.', json: account } },
  },
  {
    id: 'createKey',
    method: 'post',
    path: '/auth/api-keys',
    summary: 'Make a key',
    scope: 'admin',
    body: { json: createKeyRequest },
    replies: { 201: { means: 'The key, shown this once.', json: newKey } },
  },
  {
    id: 'listKeys',
    method: 'get',
    path: '/auth/api-keys',
    summary: 'List keys',
    description: 'Newest first, those that ended too. Without the scope `admin`: the key that asks, alone.',
    scope: 'any',
    query: pageQuery,
    replies: { 200: { means: 'A page of keys.', json: listOf(apiKey) } },
  },
  {
    id: 'changeKey',
    method: 'patch',
    path: '/auth/api-keys/{id}',
    summary: 'Change a key',
    description: 'What is not given stays. Null clears `expires_at` and `backup_approver`.',
    scope: 'admin',
    body: { json: changeKeyRequest },
    replies: { 200: { means: 'The key.', json: apiKey } },
    errors: ['NOT_FOUND'],
  },
  {
    id: 'revokeKey',
    method: 'delete',
    path: '/auth/api-keys/{id}',
    summary: 'End a key',
    description: 'It is refused from the next request on, for good.',
    scope: 'admin',
    replies: { 204: { means: 'It has ended.' } },
    errors: ['NOT_FOUND'],
  },
  {
    id: 'rotateKey',
    method: 'post',
    path: '/auth/api-keys/{id}/rotate',
    summary: 'Rotate a key',
    description: 'Makes its successor, with the same settings and webhook secret. The old key ends after the overlap.',
    scope: 'admin',
    body: { json: rotateKeyRequest },
    replies: { 201: { means: 'The successor, shown this once.', json: newKey } },
    errors: ['NOT_FOUND'],
  },
  {
    id: 'rotateWebhookSecret',
    method: 'post',
    path: '/auth/api-keys/{id}/rotate-webhook-secret',
    summary: 'Rotate a webhook secret',
    description: 'Until the overlap ends, callbacks are signed under the new one and the one before.',
    scope: 'admin',
    body: { json: rotateSecretRequest },
    replies: { 200: { means: 'The key, with its new secret.', json: apiKey } },
    errors: ['NOT_FOUND'],
  },
];
