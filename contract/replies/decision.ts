import { z } from 'zod';
import { STATUSES } from '../../domain/status';
import { URGENCIES } from '../../domain/urgency';
import { VERDICTS } from '../../domain/verdict';
import { jsonObject } from '../json';
import { ASSURANCES } from '../../domain/assurance';
import { CHANNELS } from '../../domain/channel';
import { decisionQuery, decisionsQuery, pageQuery } from '../queries';
import { cancelRequest, createRequest, resolveRequest } from '../requests';
import { responseType } from '../response-types';
import { trace } from '../trace';
import { attachment } from './attachments';
import { isTooLate, type Operation } from './operation';
import { id, listOf, time } from './shapes';

export const decision = z
  .strictObject({
    id,
    action: z.string(),
    context: z.string().nullable(),
    agent: z.string().nullable(),
    approver: z.string(),
    backup_approver: z.string().nullable(),
    urgency: z.enum(URGENCIES),
    channel: z.enum(CHANNELS),
    options: z.array(z.enum(VERDICTS)),
    response_type: responseType,
    context_images: z.array(z.url()),
    attachments: z.array(attachment),
    amount: z.number().nullable(),
    metadata: jsonObject.nullable(),
    callback_url: z.url().nullable(),
    status: z.enum(STATUSES),
    created_at: time,
    expires_at: time.nullable().describe('Null: never.'),
    escalated_at: time.nullable(),
    execute_at: time.nullable(),
    resolved_at: time.nullable(),
    resolved_by: z.string().nullable(),
    resolved_via: z.string().nullable().describe('The way the answer came in: page, slack, api, policy, cancel.'),
    assurance: z.enum(ASSURANCES).nullable().describe('How sure it is who answered.'),
    response_notes: z.string().nullable(),
    response_data: jsonObject.nullable(),
    auto_resolved: z.boolean(),
    cancelled: z.boolean(),
    policy_version: z
      .strictObject({ scope: z.enum(['key', 'workspace']), version: z.int(), rule: z.string() })
      .nullable(),
    enforce: z.literal(true).optional().describe('Only where it was asked for.'),
    action_permitted: z.boolean().optional().describe('Only with enforce: whether the agent may act.'),
    trace: trace.optional().describe('Only where it was asked for, with ?include=trace.'),
    answer_recorded: z.literal(true).optional().describe('Only with 202: the answer is kept and will be applied.'),
  })
  .meta({ id: 'Decision' });

export const created = z.strictObject({
  id,
  status: z.literal('pending'),
  expires_at: time.nullable(),
  created_at: time,
});

export const delivery = z
  .strictObject({
    id: id.describe("The event's id: `webhook-id` on every try."),
    event: z.string(),
    url: z.url(),
    status: z.enum(['pending', 'delivered', 'failed']),
    next_attempt_at: time.nullable(),
    attempts: z.array(
      z.strictObject({
        number: z.int(),
        at: time,
        status_code: z.int().nullable(),
        error: z.string().nullable(),
        duration_ms: z.int(),
      }),
    ),
  })
  .meta({ id: 'Delivery' });

const answerForm = z.strictObject({
  action: z.enum(VERDICTS),
  notes: z.string().optional(),
  resolved_by: z.string().optional(),
  file: z.array(z.file()).optional(),
});

const isShown = { 200: { means: 'The decision.', json: decision } } as const;

export const decisionOperations: readonly Operation[] = [
  {
    id: 'createDecision',
    method: 'post',
    path: '/decisions',
    summary: 'Ask',
    description: 'Keeps the decision and asks its approver. From the reply on it will be asked, whatever crashes.',
    scope: 'decisions:write',
    body: { json: createRequest },
    replies: {
      201: {
        means: 'It is kept and will be asked; where a policy decided it, the whole decision.',
        json: z.union([created, decision]),
      },
    },
    errors: ['UNSUPPORTED_CHANNEL', 'APPROVER_NOT_ALLOWED'],
  },
  {
    id: 'listDecisions',
    method: 'get',
    path: '/decisions',
    summary: 'Look back',
    description: 'Newest first.',
    scope: 'decisions:read',
    query: decisionsQuery,
    replies: { 200: { means: 'A page of decisions.', json: listOf(decision) } },
  },
  {
    id: 'getDecision',
    method: 'get',
    path: '/decisions/{id}',
    summary: 'Look, or wait',
    description:
      'With `wait`, the reply is held for up to so many seconds while the decision is open and its status unchanged.',
    scope: 'decisions:read',
    query: decisionQuery,
    replies: isShown,
    errors: ['NOT_FOUND'],
  },
  {
    id: 'resolveDecision',
    method: 'post',
    path: '/decisions/{id}/resolve',
    summary: 'Answer',
    description: 'For a page of your own and for tests. A `file_upload` is answered with a form.',
    scope: 'decisions:resolve',
    body: { json: resolveRequest, form: answerForm },
    replies: {
      ...isShown,
      202: { means: 'The answer is kept and counts; no worker has applied it yet.', json: decision },
    },
    errors: ['NOT_FOUND', ...isTooLate, 'ASSURANCE_TOO_LOW', 'SELF_RESOLVE'],
  },
  {
    id: 'cancelDecision',
    method: 'post',
    path: '/decisions/{id}/cancel',
    summary: 'Take it back',
    description: 'Possible while it is open, and until a scheduled time. The decision is denied.',
    scope: 'decisions:write',
    body: { json: cancelRequest },
    replies: { ...isShown, 202: { means: 'It is kept and counts; no worker has applied it yet.', json: decision } },
    errors: ['NOT_FOUND', ...isTooLate],
  },
  {
    id: 'listDeliveries',
    method: 'get',
    path: '/decisions/{id}/deliveries',
    summary: 'List callbacks',
    description: 'What was told to whom, with every try.',
    scope: 'decisions:read',
    query: pageQuery,
    replies: { 200: { means: 'A page of deliveries.', json: listOf(delivery) } },
    errors: ['NOT_FOUND'],
  },
  {
    id: 'redeliver',
    method: 'post',
    path: '/decisions/{id}/deliveries/{delivery_id}/redeliver',
    summary: 'Send a callback again',
    description: 'At once, with the same id and the same bytes.',
    scope: 'decisions:write',
    body: { json: z.strictObject({}) },
    replies: { 202: { means: 'It is on its way.', json: delivery } },
    errors: ['NOT_FOUND'],
  },
];
