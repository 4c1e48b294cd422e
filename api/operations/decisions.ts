import { z } from 'zod';
import { requireStillActive } from '../../accounts/authenticate';
import { requireNotOwn } from '../../accounts/own-decision';
import { notFound } from '../../contract/errors';
import { decisionQuery, decisionsQuery } from '../../contract/queries';
import { createdReply, decisionReply } from '../../contract/replies/decision';
import { pageOf } from '../../contract/replies/shapes';
import { cancelRequest, createRequest, resolveRequest } from '../../contract/requests';
import { viewOf } from '../../contract/view';
import { amend } from '../../decisions/amend';
import { answer, asClaimed } from '../../decisions/answer';
import { create } from '../../decisions/create';
import { find, waitForChange } from '../../decisions/find';
import { byKey } from '../../store/audit';
import { listDecisions } from '../../store/decisions';
import { findTrace } from '../../store/traces';
import { answerIdOf } from '../middleware/idempotency';
import { defineOperation, json } from '../operation';
import { page } from '../pagination';
import { keptReply, replyWithDecision } from '../views/decision';

const createDecision = defineOperation({
  id: 'createDecision',
  method: 'post',
  path: '/decisions',
  summary: 'Create decision',
  description:
    'Stores the decision and asks its approvers. Once you have the reply, they will be asked, even after a crash.',
  scope: 'decisions:write',
  limit: 'create',
  body: { json: createRequest, maxJsonBytes: 1024 * 1024 },
  responses: { 201: json('The new decision. If a policy resolved it, the whole decision.', createdReply) },
  errors: ['UNSUPPORTED_CHANNEL', 'APPROVER_NOT_ALLOWED'],
  idempotent: true,
  async handler(context, { principal, body: request, claim, noteDecision }) {
    const body = await create(context, principal.key, request, claim);
    noteDecision(body.id);
    return { status: 201, body, kept: true };
  },
});

const listAllDecisions = defineOperation({
  id: 'listDecisions',
  method: 'get',
  path: '/decisions',
  summary: 'List decisions',
  description: 'Newest first.',
  scope: 'decisions:read',
  limit: 'read',
  query: decisionsQuery,
  responses: { 200: json('A page of decisions.', pageOf(decisionReply)) },
  async handler(context, { principal, query }) {
    const { limit, cursor, status, approver, api_key_id: apiKeyId, ...times } = query;
    const { created_after: createdAfter, created_before: createdBefore } = times;
    const filter = { workspaceId: principal.workspaceId, status, approver, apiKeyId, createdAfter, createdBefore };
    const rows = await listDecisions(context.db, filter, { limit: limit + 1, cursor });
    const now = context.clock();
    return { status: 200, body: page(rows, limit, (decision) => viewOf(decision, now, context)) };
  },
});

const getDecision = defineOperation({
  id: 'getDecision',
  method: 'get',
  path: '/decisions/{id}',
  summary: 'Get decision',
  description: 'With `wait`, the reply is held while the decision is open and its status unchanged.',
  scope: 'decisions:read',
  limit: 'read',
  query: decisionQuery,
  responses: { 200: json('The decision.', decisionReply) },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, params, query: { wait, status, include }, signal }) {
    const found = await find(context, principal.workspaceId, params.id);
    const decision =
      wait > 0 ? await waitForChange(context, found, { seconds: wait, status, signal: signal() }) : found;
    if (wait > 0) await requireStillActive(context, principal);
    const trace = include && (await findTrace(context.db.sql, decision.id));
    return { status: 200, body: { ...viewOf(decision, context.clock(), context), ...(trace ? { trace } : {}) } };
  },
});

const resolveForm = resolveRequest
  .omit({ response_data: true })
  .extend({ file: z.array(z.file()).optional().describe('The files of a `file_upload`.') });

const resolveDecision = defineOperation({
  id: 'resolveDecision',
  method: 'post',
  path: '/decisions/{id}/resolve',
  summary: 'Resolve decision',
  description: 'Answers the decision, for pages of your own and for tests. Send a form to answer a `file_upload`.',
  scope: 'decisions:resolve',
  body: { json: resolveRequest, form: resolveForm },
  responses: { 200: json('The decision.', decisionReply) },
  errors: [
    ...(['NOT_FOUND', 'ALREADY_RESOLVED', 'EXPIRED', 'ALREADY_ANSWERED', 'NOT_AN_APPROVER'] as const),
    ...(['ASSURANCE_TOO_LOW', 'SELF_RESOLVE'] as const),
  ],
  idempotent: true,
  async handler(context, { principal, params, body, files, claim }) {
    const { key, workspaceId } = principal;
    const { action: verdict, notes, resolved_by, execute_at: executeAt } = body;
    const data = 'response_data' in body ? body.response_data : null;
    const identify = asClaimed(resolved_by);
    const decision = await answer(
      context,
      params.id,
      { verdict, notes, data, executeAt },
      {
        ...({ via: 'api', assurance: 'api', apiKeyId: key.id, contentHash: null } as const),
        ...{ actor: byKey(key.id, 'api'), answerId: answerIdOf(claim), ...keptReply(context, claim) },
        identify: (found) => {
          if (found.workspaceId !== workspaceId) throw notFound('Decision');
          requireNotOwn(principal, found);
          return identify(found);
        },
      },
      files,
    );
    return replyWithDecision(context, decision);
  },
});

const cancelDecision = defineOperation({
  id: 'cancelDecision',
  method: 'post',
  path: '/decisions/{id}/cancel',
  summary: 'Cancel decision',
  description: 'Denies the decision. Possible while it is open, and until its scheduled time.',
  scope: 'decisions:write',
  body: { json: cancelRequest },
  responses: { 200: json('The decision.', decisionReply) },
  errors: ['NOT_FOUND', 'ALREADY_RESOLVED', 'EXPIRED'],
  idempotent: true,
  async handler(context, { principal, params, body: { reason }, claim }) {
    const command = { kind: 'cancel', by: principal.key.name } as const;
    const options = { words: { reason }, ...keptReply(context, claim) };
    return replyWithDecision(context, await amend(context, principal, params.id, command, options));
  },
});

/** Decisions: create, list, get, resolve and cancel them. */
export const decisionOperations = [createDecision, listAllDecisions, getDecision, resolveDecision, cancelDecision];
