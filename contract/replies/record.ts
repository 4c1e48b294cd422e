import { z } from 'zod';
import { jsonObject } from '../json';
import { ASSURANCES } from '../../domain/assurance';
import { trace } from '../trace';
import { auditEvent, checkpoint, hash } from './audit';
import { decision, delivery } from './decisions';
import type { Operation } from './operation';
import { id, time } from './shapes';

/** What a decision is asked with, as an approver is shown it. */
const asked = {
  ...decision.pick({ action: true, context: true, agent: true, approver: true, backup_approver: true, urgency: true })
    .shape,
  ...decision.pick({ options: true, response_type: true, amount: true, metadata: true, context_images: true }).shape,
  timeout_minutes: z.number().nullable(),
  escalate_after_minutes: z.number().nullable(),
  min_assurance: z.enum(ASSURANCES).exclude(['api']),
  require_reason_on_deny: z.boolean(),
  trace,
};

const request = z.strictObject({
  received_at: time,
  api_key_id: id,
  ...asked,
  ...decision.pick({ channel: true, callback_url: true }).shape,
  enforce: z.boolean(),
});

const file = z.strictObject({ name: z.string(), type: z.string(), size: z.int(), sha256: hash });
const content = z.strictObject({ id, created_at: time, ...asked, attachments: z.array(file) });

const rung = z.strictObject({
  role: z.enum(['approver', 'backup']),
  recipient: z.string(),
  channel: decision.shape.channel,
  from: time,
  until: time.nullable(),
  notified_at: time.nullable(),
  opened_at: time.nullable(),
  answered_at: time.nullable(),
  content_hash: hash.nullable().describe('Of what the message was made of.'),
});

const answer = z.strictObject({
  id: z.string(),
  received_at: time,
  author: z.string().describe('Over the API, as it was claimed.'),
  actor: auditEvent.shape.actor,
  via: z.string(),
  verdict: z.enum(['approve', 'deny', 'modify', 'cancel']),
  notes: z.string().nullable(),
  response_data: jsonObject.nullable(),
  execute_at: time.nullable(),
  content_hash: hash.nullable().describe('Of what the answer is to.'),
  fate: z.enum(['untaken', 'taken', 'refused']),
  refused_because: z.string().nullable(),
});

const outcome = z.strictObject({
  ...decision.pick({ status: true, resolved_at: true, resolved_by: true, resolved_via: true, assurance: true }).shape,
  answer_id: z.string().nullable(),
  ...decision.pick({ response_notes: true, response_data: true, execute_at: true }).shape,
  ...decision.pick({ auto_resolved: true, cancelled: true }).shape,
  action_permitted: z.boolean(),
});

const record = z
  .strictObject({
    version: z.literal(1),
    decision_id: id,
    workspace_id: id,
    generated_at: time,
    erased_at: time.nullable(),
    request,
    policy_version: decision.shape.policy_version,
    asked: z.array(rung),
    shown: z.strictObject({
      content_hash: hash.nullable().describe('SHA-256 of the content in canonical JSON (RFC 8785).'),
      content,
    }),
    answers: z.array(answer),
    outcome,
    deliveries: z.array(delivery),
    timeline: z.array(auditEvent),
    chain: z.strictObject({
      first_sequence: z.int(),
      last_sequence: z.int(),
      head: z.strictObject({ sequence: z.int(), hash }),
      checkpoint: checkpoint.nullable(),
    }),
  })
  .meta({ id: 'DecisionRecord' });

export const recordOperations: readonly Operation[] = [
  {
    id: 'getRecord',
    method: 'get',
    path: '/decisions/{id}/record',
    summary: 'The decision record',
    description: 'Who was asked what, when, what they were shown and answered, what came of it: one document.',
    scope: 'decisions:read',
    replies: { 200: { means: 'The record, oldest first in every list.', json: record } },
    errors: ['NOT_FOUND'],
  },
];
