import { z } from 'zod';
import { requireStillActive } from '../../accounts/authenticate';
import { requireOwnDecision } from '../../accounts/own-decision';
import { requireNotOwn } from '../../accounts/self-resolve';
import { decisionQuery, decisionsQuery } from '../../contract/queries';
import { createdReply, decisionReply } from '../../contract/replies/decision';
import { pageOf } from '../../contract/replies/shapes';
import { cancelRequest, createRequest, resolveRequest } from '../../contract/requests';
import { viewOf } from '../../contract/view';
import { create } from '../../decisions/create';
import { find, waitForChange } from '../../decisions/find';
import { cancel, type Resolved } from '../../decisions/resolve';
import { resolveWithFiles } from '../../decisions/resolve-with-files';
import { listDecisions } from '../../store/decisions';
import { findTrace } from '../../store/traces';
import type { ApiContext } from '../context';
import { answerIdOf } from '../middleware/idempotency';
import { defineOperation, json } from '../operation';
import { page } from '../pagination';

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
  async handler({ db, clock }, { principal, query }) {
    const { limit, cursor, status, approver, api_key_id: apiKeyId, ...times } = query;
    const { created_after: createdAfter, created_before: createdBefore } = times;
    const filter = { workspaceId: principal.workspaceId, status, approver, apiKeyId, createdAfter, createdBefore };
    const rows = await listDecisions(db, filter, { limit: limit + 1, cursor });
    const now = clock();
    return { status: 200, body: page(rows, limit, (decision) => viewOf(decision, now)) };
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
    const decision = wait > 0 ? await waitForChange(context, found, { seconds: wait, status, signal }) : found;
    if (wait > 0) await requireStillActive(context, principal);
    const trace = include && (await findTrace(context.db.sql, decision.id));
    return { status: 200, body: { ...viewOf(decision, context.clock()), ...(trace ? { trace } : {}) } };
  },
});

const resolveForm = resolveRequest
  .omit({ response_data: true })
  .extend({ file: z.array(z.file()).optional().describe('The files of a `file_upload`.') });

const RESOLVED = {
  200: json('The decision.', decisionReply),
  202: json('The answer is stored and counts, but no worker has applied it yet.', decisionReply),
} as const;

const resolveDecision = defineOperation({
  id: 'resolveDecision',
  method: 'post',
  path: '/decisions/{id}/resolve',
  summary: 'Resolve decision',
  description: 'Answers the decision, for pages of your own and for tests. Send a form to answer a `file_upload`.',
  scope: 'decisions:resolve',
  body: { json: resolveRequest, form: resolveForm },
  responses: RESOLVED,
  errors: ['NOT_FOUND', 'ALREADY_RESOLVED', 'EXPIRED', 'ASSURANCE_TOO_LOW', 'SELF_RESOLVE'],
  idempotent: true,
  async handler(context, { principal: { key, workspaceId }, params, body, files, claim }) {
    const decision = await find(context, workspaceId, params.id);
    await requireNotOwn(context, key, decision);
    const { action: verdict, notes, resolved_by, execute_at: executeAt } = body;
    const data = 'response_data' in body ? body.response_data : null;
    const from = {
      ...({ via: 'api', assurance: 'api', apiKeyId: key.id, linkId: null } as const),
      ...{ author: resolved_by ?? decision.approver, answerId: answerIdOf(claim) },
    };
    return resolvedReply(
      context,
      await resolveWithFiles(context, decision, { verdict, notes, data, executeAt }, from, files),
    );
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
  responses: RESOLVED,
  errors: ['NOT_FOUND', 'ALREADY_RESOLVED', 'EXPIRED'],
  idempotent: true,
  async handler(context, { principal, params, body: { reason }, claim }) {
    const decision = await find(context, principal.workspaceId, params.id);
    await requireOwnDecision(context, principal, decision);
    const { id: apiKeyId, name: author } = principal.key;
    const from = {
      via: 'cancel',
      assurance: 'api',
      author,
      apiKeyId,
      linkId: null,
      answerId: answerIdOf(claim),
    } as const;
    return resolvedReply(context, await cancel(context, decision, reason, from));
  },
});

function resolvedReply({ clock }: ApiContext, { decision, applied }: Resolved) {
  const body = viewOf(decision, clock());
  return applied
    ? { status: 200 as const, body }
    : { status: 202 as const, body: { ...body, answer_recorded: true as const } };
}

/** Decisions: create, list, get, resolve and cancel them. */
export const decisionOperations = [createDecision, listAllDecisions, getDecision, resolveDecision, cancelDecision];
