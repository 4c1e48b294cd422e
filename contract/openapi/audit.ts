import { z } from 'zod';
import { ACTOR_TYPES, AUDIT_TYPES } from '../audit';
import { jsonObject } from '../json';
import { ASSURANCES } from '../model';
import { auditQuery, checkpointsQuery, exportQuery, pageQuery } from '../queries';
import type { Operation } from './operation';
import { id, listOf, time } from './shapes';

export const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const auditEvent = z
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
    previous_hash: z.union([hash, z.literal('')]).describe('Empty for the first of all.'),
    hash,
  })
  .meta({ id: 'AuditEvent' });

export const checkpoint = z
  .strictObject({
    sequence: z.int(),
    hash: z.union([hash, z.literal('')]).describe('Of the event at this sequence; empty for the checkpoint at 0.'),
    at: time,
    signature: z.string().describe('Ed25519, in base64.'),
    public_key: z.string().describe('SubjectPublicKeyInfo, in base64.'),
  })
  .meta({ id: 'AuditCheckpoint' });

const verified = z.strictObject({
  ok: z.boolean(),
  checked: z.int(),
  first_bad: z.int().nullable().describe('The first sequence that is missing or not as it was written.'),
});

export const auditOperations: readonly Operation[] = [
  {
    id: 'listEvents',
    method: 'get',
    path: '/decisions/{id}/events',
    summary: 'What happened to a decision',
    scope: 'decisions:read',
    query: pageQuery,
    replies: { 200: { means: 'A page of audit events.', json: listOf(auditEvent) } },
    errors: ['NOT_FOUND'],
  },
  {
    id: 'listAudit',
    method: 'get',
    path: '/audit',
    summary: 'What happened at all',
    scope: 'admin',
    query: auditQuery,
    replies: { 200: { means: 'A page of audit events.', json: listOf(auditEvent) } },
  },
  {
    id: 'exportAudit',
    method: 'get',
    path: '/audit/export',
    summary: 'Export the audit',
    description: 'Oldest first, streamed.',
    scope: 'admin',
    query: exportQuery,
    replies: {
      200: { means: 'All events, a line each.', types: ['application/x-ndjson', 'text/csv'] },
    },
  },
  {
    id: 'verifyAudit',
    method: 'get',
    path: '/audit/verify',
    summary: 'Recompute the audit chain',
    description: 'And compare it with its checkpoints.',
    scope: 'admin',
    replies: { 200: { means: 'Whether every event is as it was written.', json: verified } },
  },
  {
    id: 'listCheckpoints',
    method: 'get',
    path: '/audit/checkpoints',
    summary: 'List the signed heads of the audit chain',
    scope: 'admin',
    query: checkpointsQuery,
    replies: { 200: { means: 'A page of checkpoints.', json: listOf(checkpoint) } },
  },
];
