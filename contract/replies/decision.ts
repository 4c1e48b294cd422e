import { z } from 'zod';
import { ASSURANCES } from '../../domain/assurance';
import { CHANNELS } from '../../domain/channel';
import { ASSIGNMENT_STATUSES, DENY_RULES, STEP_STATUSES, TIMEOUT_RULES } from '../../domain/model';
import { STATUSES } from '../../domain/status';
import { URGENCIES } from '../../domain/urgency';
import { VERDICTS } from '../../domain/verdict';
import { jsonObject } from '../json';
import { responseType } from '../response-types';
import { trace } from '../trace';
import { attachmentReply } from './attachment';
import { id, type ReplyOf, time } from './shapes';

/** An answer that counted. */
const countedAnswer = z.strictObject({
  verdict: z.enum(VERDICTS),
  notes: z.string().nullable(),
  response_data: jsonObject.nullable(),
  execute_at: time.nullable(),
  via: z.string().describe('The entrance: page, slack, api.'),
  assurance: z.enum(ASSURANCES).nullable(),
  received_at: time,
});

const approver = z.strictObject({
  approver: z.string(),
  status: z.enum(ASSIGNMENT_STATUSES),
  escalation: z.boolean().describe('Whether this person is a backup.'),
  asked_at: time.nullable(),
  answered_at: time.nullable(),
  delegated_to: z.string().nullable(),
  answer: countedAnswer.nullable(),
});

const step = z
  .strictObject({
    name: z.string().nullable(),
    need: z.int().describe('How many approvals the step needs.'),
    deny: z.enum(DENY_RULES),
    status: z.enum(STEP_STATUSES),
    opened_at: time.nullable(),
    expires_at: time.nullable(),
    approvers: z.array(approver),
  })
  .meta({ id: 'Step' });

/** A decision. Every field is there, null where it is empty, but for those marked optional. */
export const decisionReply = z
  .strictObject({
    id,
    action: z.string(),
    context: z.string().nullable(),
    agent: z.string().nullable(),
    approver: z.string().describe('The first approver of the open step.'),
    backup_approver: z.string().nullable(),
    urgency: z.enum(URGENCIES),
    channel: z.enum(CHANNELS),
    options: z.array(z.enum(VERDICTS)),
    response_type: responseType,
    context_images: z.array(z.url()),
    attachments: z.array(attachmentReply),
    amount: z.number().nullable(),
    metadata: jsonObject.nullable(),
    callback_url: z.url().nullable(),
    min_assurance: z.enum(ASSURANCES).exclude(['api']),
    require_reason_on_deny: z.boolean(),
    status: z.enum(STATUSES),
    created_at: time,
    expires_at: time.nullable().describe('Null: never.'),
    escalated_at: time.nullable(),
    execute_at: time.nullable(),
    resolved_at: time.nullable(),
    resolved_by: z.string().nullable(),
    resolved_via: z.string().nullable().describe('The entrance: page, slack, api, policy, cancel, timeout.'),
    assurance: z.enum(ASSURANCES).nullable().describe('How certain it is who answered.'),
    response_notes: z.string().nullable(),
    response_data: jsonObject.nullable(),
    auto_resolved: z.boolean().describe('Whether a policy resolved it.'),
    cancelled: z.boolean(),
    policy_version: z
      .strictObject({ scope: z.enum(['key', 'workspace']), version: z.int(), rule: z.string() })
      .nullable(),
    steps: z.array(step),
    on_timeout: z.enum(TIMEOUT_RULES),
    enforce: z.literal(true).optional().describe('Only if the request set it.'),
    action_permitted: z.boolean().optional().describe('Only with `enforce`: whether the agent may act.'),
    trace: trace.optional().describe('Only with `?include=trace`.'),
  })
  .meta({ id: 'Decision' });
export type DecisionReply = ReplyOf<typeof decisionReply>;

/** The reply to a create request: four fields, or the whole decision if a policy resolved it. */
export const createdReply = decisionReply
  .partial()
  .required({ id: true, status: true, expires_at: true, created_at: true })
  .meta({ id: 'CreatedDecision' });
