import { z } from 'zod';
import { email, time } from './fields';
import { SCOPES } from './scopes';
import { filled, unique } from './texts';

const HOUR = 60;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** What of a key can be set. Null clears. */
const settings = {
  name: filled(100),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, `needs at least one of ${SCOPES.join(', ')}`)
    .refine(unique, 'must not repeat a scope'),
  expires_at: time.nullable(),
  approvers: z
    .array(email)
    .max(100, 'can have at most 100 addresses')
    .refine((all) => unique(all.map((address) => address.toLowerCase())), 'must not repeat an address'),
  backup_approver: email.nullable(),
  self_resolve: z.boolean(),
};

/** `POST /auth/api-keys`. A key that says nothing of scopes can do everything but administer. */
export const createKeyRequest = z.strictObject({
  name: settings.name.default('made over the API'),
  scopes: settings.scopes.default(SCOPES.filter((scope) => scope !== 'admin')),
  expires_at: settings.expires_at.default(null),
  approvers: settings.approvers.default([]),
  backup_approver: settings.backup_approver.default(null),
  self_resolve: settings.self_resolve.default(true),
});
export type CreateKeyRequest = z.infer<typeof createKeyRequest>;

/** `PATCH /auth/api-keys/:id`: what is not given stays. */
export const changeKeyRequest = z.strictObject(settings).partial();
export type ChangeKeyRequest = z.infer<typeof changeKeyRequest>;

const overlap = (minutes: number) =>
  z.strictObject({
    overlap_minutes: z
      .number()
      .min(0, 'must be 0 or more')
      .max(YEAR, `must be at most ${YEAR} (one year)`)
      .default(minutes),
  });
/** `POST /auth/api-keys/:id/rotate`. */
export const rotateKeyRequest = overlap(HOUR);
/** `POST /auth/api-keys/:id/rotate-webhook-secret`. */
export const rotateSecretRequest = overlap(DAY);
