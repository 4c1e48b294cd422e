import { Router } from 'express';
import { requireNotOwn } from '../../accounts/self-resolve';
import { decisionQuery, decisionsQuery } from '../../contract/queries';
import { cancelRequest, createRequest, parse, resolveRequest } from '../../contract/requests';
import { viewOf } from '../../contract/view';
import { create } from '../../decisions/create';
import { find, waitForChange } from '../../decisions/find';
import { cancel, type Resolved } from '../../decisions/resolve';
import { resolveWithFiles } from '../../decisions/resolve-with-files';
import { listDecisions } from '../../store/decisions';
import { findTrace } from '../../store/traces';
import { authenticated, keyOf } from '../authenticated';
import type { ApiContext } from '../context';
import { onlyMethods } from '../errors';
import { answerIdOf, idempotent, type Reply } from '../idempotent';
import { jsonBody, largeJsonBody } from '../json-body';
import { limited } from '../limited';
import { page } from '../lists';
import { filesOf, jsonOrMultipart } from '../multipart';
import { noteDecision } from '../observe';

/** `/decisions`: ask, look, answer, take back. */
export function decisionRoutes(context: ApiContext): Router {
  const router = Router();
  const { db, clock } = context;
  const may = (scope: Parameters<typeof authenticated>[1]) => authenticated(context, scope);
  const shown = ({ decision, applied }: Resolved): Reply => ({
    status: applied ? 200 : 202,
    body: { ...viewOf(decision, clock()), ...(applied ? {} : { answer_recorded: true }) },
  });

  router
    .route('/decisions')
    .post(
      may('decisions:write'),
      limited(context, 'create'),
      largeJsonBody,
      idempotent(context, async (request, claim) => {
        const body = await create(context, keyOf(request), parse(createRequest, request.body), claim);
        if (request.res) request.res.locals.decisionId = body.id;
        return { status: 201, body, kept: true };
      }),
    )
    .get(may('decisions:read'), limited(context, 'read'), async (request, response) => {
      const { limit, cursor, status, approver, ...query } = parse(decisionsQuery, request.query);
      const { workspaceId } = keyOf(request);
      const { api_key_id: apiKeyId, created_after: createdAfter, created_before: createdBefore } = query;
      const filter = { workspaceId, status, approver, apiKeyId, createdAfter, createdBefore };
      const rows = await listDecisions(db, filter, { limit: limit + 1, cursor });
      const now = clock();
      response.json(page(rows, limit, (decision) => viewOf(decision, now)));
    })
    .all(onlyMethods('GET', 'POST'));

  router.param('id', noteDecision);

  router
    .route('/decisions/:id')
    .get(may('decisions:read'), limited(context, 'read'), async (request, response) => {
      const { wait: seconds, status, include } = parse(decisionQuery, request.query);
      const asked = await find(context, keyOf(request).workspaceId, request.params.id);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const signal = AbortSignal.any([gone.signal, context.closing]);
      const decision = seconds > 0 ? await waitForChange(context, asked, { seconds, status, signal }) : asked;
      const trace = include && (await findTrace(db.sql, decision.id));
      response.json({ ...viewOf(decision, clock()), ...(trace ? { trace } : {}) });
    })
    .all(onlyMethods('GET'));

  router
    .route('/decisions/:id/resolve')
    .post(
      may('decisions:resolve'),
      jsonOrMultipart(
        idempotent(context, async (request, claim) => {
          const key = keyOf(request);
          const decision = await find(context, key.workspaceId, String(request.params.id));
          await requireNotOwn(context, key, decision);
          const { action, notes, response_data, resolved_by, execute_at } = parse(resolveRequest, request.body);
          const given = { verdict: action, notes, data: response_data, executeAt: execute_at };
          const author = resolved_by ?? decision.approver;
          const from = {
            via: 'api',
            assurance: 'api',
            author,
            apiKeyId: key.id,
            linkId: null,
            answerId: answerIdOf(claim),
          } as const;
          return shown(await resolveWithFiles(context, decision, given, from, filesOf(request)));
        }),
      ),
    )
    .all(onlyMethods('POST'));

  router
    .route('/decisions/:id/cancel')
    .post(
      may('decisions:write'),
      jsonBody,
      idempotent(context, async (request, claim) => {
        const key = keyOf(request);
        const decision = await find(context, key.workspaceId, String(request.params.id));
        const { reason } = parse(cancelRequest, request.body);
        const from = {
          via: 'cancel',
          assurance: 'api',
          author: key.name,
          apiKeyId: key.id,
          linkId: null,
          answerId: answerIdOf(claim),
        } as const;
        return shown(await cancel(context, decision, reason, from));
      }),
    )
    .all(onlyMethods('POST'));

  return router;
}
