import { z } from 'zod';
import { SCOPES } from '../../domain/scopes';
import { TIER_NAMES } from '../tiers';
import { id, type ReplyOf, time } from './shapes';

const fields = {
  id,
  name: z.string(),
  prefix: z.string().describe('The beginning of the key.'),
  scopes: z.array(z.enum(SCOPES)),
  webhook_secret: z
    .string()
    .nullable()
    .describe('Signs callbacks. Null if it was stored under another HANDOVER_SECRET.'),
  approvers: z.array(z.string()).describe('Who the key may ask. Empty: anyone the tier allows.'),
  backup_approver: z.string().nullable().describe('The backup for decisions that name none.'),
  self_resolve: z.boolean().describe('Whether the key may answer its own decisions.'),
  created_at: time,
  last_used_at: time.nullable().describe('To the minute.'),
  expires_at: time.nullable().describe('Null: never.'),
  revoked_at: time.nullable(),
};
/** An API key, without the key itself. */
export const apiKeyReply = z.strictObject(fields).meta({ id: 'ApiKey' });
export type ApiKeyReply = ReplyOf<typeof apiKeyReply>;

/** A new API key. The key itself is shown only this once. */
export const createdApiKeyReply = z
  .strictObject({ ...fields, key: z.string().describe('The key itself, shown only this once.') })
  .meta({ id: 'CreatedApiKey' });

/** The account of an API key. */
export const accountReply = z.strictObject({
  id,
  email: z.string(),
  name: z.string().nullable(),
  workspace: z.strictObject({ id, name: z.string() }),
  tier: z.enum(TIER_NAMES),
  usage: z.strictObject({
    decisions: z.int().describe('Created in this calendar month, in UTC.'),
    limit: z.int().nullable().describe('Null: unlimited.'),
    resets_at: time,
  }),
  api_keys: z
    .array(apiKeyReply)
    .describe('The active keys, at most 100, the requesting key first. Without the scope `admin`: that key only.'),
});
