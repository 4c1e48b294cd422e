import { z } from 'zod';
import { ASSURANCES } from '../../domain/assurance';
import { ACTOR_TYPES, AUDIT_TYPES } from '../audit';
import { jsonObject } from '../json';
import { hash, id, type ReplyOf, time } from './shapes';

/** An event of the audit chain: its hash is made over everything else. */
export const auditEventReply = z
  .strictObject({
    sequence: z.int(),
    id,
    type: z.enum(AUDIT_TYPES),
    at: time,
    actor: z.strictObject({
      type: z.enum(ACTOR_TYPES),
      id: z.string().nullable(),
      assurance: z.enum(ASSURANCES).nullable(),
    }),
    decision_id: id.nullable(),
    data: jsonObject,
    previous_hash: z.union([hash, z.literal('')]).describe('Empty for the first event.'),
    hash,
  })
  .meta({ id: 'AuditEvent' });
export type AuditEventReply = ReplyOf<typeof auditEventReply>;

/** A signed head of the audit chain. */
export const checkpointReply = z
  .strictObject({
    sequence: z.int(),
    hash: z.union([hash, z.literal('')]).describe('The hash of the event with this sequence; empty for sequence 0.'),
    at: time,
    signature: z.string().describe('Ed25519, in base64.'),
    public_key: z.string().describe('SubjectPublicKeyInfo, in base64.'),
  })
  .meta({ id: 'AuditCheckpoint' });
export type CheckpointReply = ReplyOf<typeof checkpointReply>;

export const verificationReply = z.strictObject({
  ok: z.boolean(),
  checked: z.int().describe('The number of events that were checked.'),
  first_bad: z.int().nullable().describe('The first sequence that is missing or was changed.'),
});
