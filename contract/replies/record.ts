import { z } from 'zod';
import { ASSIGNMENT_STATUSES, DENY_RULES, TIMEOUT_RULES } from '../../domain/model';
import { VERDICTS } from '../../domain/verdict';
import { jsonObject } from '../json';
import { trace } from '../trace';
import { auditEventReply, checkpointReply } from './audit';
import { decisionReply } from './decision';
import { deliveryReply } from './delivery';
import { hash, id, type ReplyOf, time } from './shapes';

const step = z.strictObject({
  name: z.string().nullable(),
  approvers: z.array(z.string()),
  need: z.int(),
  deny: z.enum(DENY_RULES),
  backup_approvers: z.array(z.string()),
  timeout_minutes: z.number().nullable().describe('From the opening of the step. Null: no deadline.'),
  escalate_after_minutes: z.number().nullable(),
});

/** The request, as the approver is shown it. */
const asked = {
  ...decisionReply.pick({ action: true, context: true, agent: true, backup_approver: true, urgency: true }).shape,
  approver: z.string().nullable(),
  steps: z.array(step),
  on_timeout: z.enum(TIMEOUT_RULES),
  ...decisionReply.pick({ options: true, response_type: true, amount: true, metadata: true, context_images: true })
    .shape,
  ...decisionReply.pick({ min_assurance: true, require_reason_on_deny: true }).shape,
  trace,
};

const request = z.strictObject({
  received_at: time,
  api_key_id: id,
  ...asked,
  timeout_minutes: z.number().nullable().describe('Of the first step.'),
  escalate_after_minutes: z.number().nullable().describe('Of the first step.'),
  ...decisionReply.pick({ channel: true, callback_url: true }).shape,
  enforce: z.boolean(),
});

const file = z.strictObject({ name: z.string(), type: z.string(), size: z.int(), sha256: hash });
const content = z.strictObject({ id, created_at: time, ...asked, attachments: z.array(file) });

const asking = z.strictObject({
  role: z.enum(['approver', 'backup']),
  step: z.int().describe('The index of the step.'),
  recipient: z.string(),
  channel: z.string().describe('Of the message that reached this person, otherwise of the decision.'),
  from: time,
  until: time.nullable().describe('When someone else was or would be asked, or answers no longer count. Null: never.'),
  notified_at: time.nullable(),
  opened_at: time.nullable(),
  answered_at: time.nullable(),
  status: z.enum(ASSIGNMENT_STATUSES),
  delegated_to: z.string().nullable(),
  content_hash: hash.nullable().describe('Hash of the content that the message showed.'),
});

const answer = z.strictObject({
  id: z.string(),
  received_at: time,
  author: z.string().nullable().describe('Over the API: as claimed by the caller, null if it was refused.'),
  actor: auditEventReply.shape.actor,
  via: z.string(),
  verdict: z.enum(VERDICTS),
  notes: z.string().nullable(),
  response_data: jsonObject.nullable(),
  execute_at: time.nullable(),
  content_hash: hash.nullable().describe('Hash of the content that was answered.'),
  fate: z.enum(['counted', 'refused']),
  refused_because: z.string().nullable().describe('An error code. The text of a refused answer is not kept.'),
});

const outcome = z.strictObject({
  ...decisionReply.pick({ status: true, resolved_at: true, resolved_by: true, resolved_via: true, assurance: true })
    .shape,
  answer_id: z.string().nullable(),
  ...decisionReply.pick({ response_notes: true, response_data: true, execute_at: true }).shape,
  ...decisionReply.pick({ auto_resolved: true, cancelled: true }).shape,
  action_permitted: z.boolean(),
});

/** Everything about one decision, oldest first in every list. */
export const recordReply = z
  .strictObject({
    version: z.literal(1),
    decision_id: id,
    workspace_id: id,
    generated_at: time,
    erased_at: time.nullable(),
    request,
    policy_version: decisionReply.shape.policy_version,
    asked: z.array(asking),
    shown: z.strictObject({
      content_hash: hash.nullable().describe('SHA-256 of the content in canonical JSON (RFC 8785).'),
      content,
    }),
    answers: z.array(answer),
    outcome,
    deliveries: z.array(deliveryReply),
    timeline: z.array(auditEventReply),
    chain: z.strictObject({
      first_sequence: z.int(),
      last_sequence: z.int(),
      head: z.strictObject({ sequence: z.int(), hash }),
      checkpoint: checkpointReply.nullable(),
    }),
  })
  .meta({ id: 'DecisionRecord' });
export type RecordReply = ReplyOf<typeof recordReply>;
