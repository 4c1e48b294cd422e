import { z } from 'zod';
import { personKey } from '../domain/person';
import { SCOPES } from '../domain/scopes';
import { groupDigits } from '../domain/text-limits';
import { email, time } from './fields';
import { atMost, filled, unique } from './texts';

const HOUR = 60;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** The settings of a key. Null clears one. */
const settings = {
  name: filled(100),
  scopes: atMost(
    SCOPES.length,
    'scopes',
    z
      .array(z.enum(SCOPES))
      .min(1, `must have at least one of ${SCOPES.join(', ')}`)
      .refine(unique, 'must not repeat a scope'),
  ),
  expires_at: time.nullable(),
  approvers: atMost(
    100,
    'addresses',
    z
      .array(email)
      .max(100)
      .refine((all) => unique(all.map(personKey)), 'must not repeat an address'),
  ),
  backup_approver: email.nullable(),
  self_resolve: z.boolean(),
};

/** `POST /auth/api-keys`. Without scopes, the key gets all but `admin`. */
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
      .min(0, 'must be at least 0')
      .max(YEAR, `must be at most ${groupDigits(YEAR)} (one year)`)
      .default(minutes),
  });
/** `POST /auth/api-keys/:id/rotate`. */
export const rotateKeyRequest = overlap(HOUR);
/** `POST /auth/api-keys/:id/rotate-webhook-secret`. */
export const rotateSecretRequest = overlap(DAY);
