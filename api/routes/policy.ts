import { type Request, Router } from 'express';
import type { z } from 'zod';
import { notFound } from '../../contract/errors';
import { policyRequest, restoreRequest, simulateRequest } from '../../contract/policy';
import { policyQuery, policyVersionsQuery } from '../../contract/queries';
import { parse } from '../../contract/requests';
import { restorePolicy } from '../../policies/restore-policy';
import { simulatePolicy } from '../../policies/simulate-policy';
import { writePolicy } from '../../policies/write-policy';
import { byKey } from '../../store/audit';
import { findKeyById } from '../../store/keys';
import { findPolicy, listPolicies, type PolicyRow, type PolicyScope } from '../../store/policies';
import { authenticated, keyOf } from '../authenticated';
import type { ApiContext } from '../context';
import { onlyMethods } from '../errors';
import { idempotent } from '../idempotent';
import { jsonBody } from '../json-body';
import { page } from '../lists';

/** `/policy`: the rules by which decisions are made, asked or denied without a person, of the workspace or of a key. */
export function policyRoutes(context: ApiContext): Router {
  const router = Router();
  const { db, clock } = context;
  const admin = authenticated(context, 'admin');

  router
    .route('/policy')
    .get(admin, async (request, response) => {
      const policy = await findPolicy(db, await scopeOf(request, parse(policyQuery, request.query)));
      response.json(policy ? viewOf(policy) : NONE);
    })
    .put(admin, ...jsonBody, async (request, response) => {
      const scope = await scopeOf(request, parse(policyQuery, request.query));
      const { rules, note, expected_version } = parse(policyRequest, request.body);
      const policy = { rules, note, at: clock(), by: authorOf(request) };
      response.json(viewOf(await writePolicy(db, scope, policy, expected_version)));
    })
    .all(onlyMethods('GET', 'PUT'));

  router
    .route('/policy/versions')
    .get(admin, async (request, response) => {
      const { limit, cursor, ...query } = parse(policyVersionsQuery, request.query);
      const scope = await scopeOf(request, query);
      response.json(page(await listPolicies(db, scope, { limit: limit + 1, cursor }), limit, viewOf));
    })
    .all(onlyMethods('GET'));

  router
    .route('/policy/versions/:version/restore')
    .post(
      admin,
      jsonBody,
      idempotent(context, async (request) => {
        const scope = await scopeOf(request, parse(policyQuery, request.query));
        parse(restoreRequest, request.body);
        const policy = await restorePolicy(db, scope, versionOf(request), { at: clock(), by: authorOf(request) });
        return { status: 200, body: viewOf(policy) };
      }),
    )
    .all(onlyMethods('POST'));

  router
    .route('/policy/simulate')
    .post(
      admin,
      jsonBody,
      idempotent(context, async (request) => {
        const scope = await scopeOf(request, parse(policyQuery, request.query));
        const body = await simulatePolicy(db, scope, parse(simulateRequest, request.body));
        return { status: 200, body };
      }),
    )
    .all(onlyMethods('POST'));

  return router;

  async function scopeOf(request: Request, { api_key_id }: z.infer<typeof policyQuery>): Promise<PolicyScope> {
    const { workspaceId } = keyOf(request);
    if (api_key_id === undefined) return { workspaceId, apiKeyId: null };
    if (!(await findKeyById(db.sql, workspaceId, api_key_id))) throw notFound('API key');
    return { workspaceId, apiKeyId: api_key_id };
  }
}

/** What holds before the first version is written. */
const NONE = { version: 0, rules: [], note: null, created_at: null, created_by: null };

const viewOf = ({ version, rules, note, createdAt, createdBy }: PolicyRow) => ({
  version,
  rules,
  note,
  created_at: createdAt.toISOString(),
  created_by: createdBy,
});

function authorOf(request: Request) {
  const { id, name } = keyOf(request);
  return { actor: byKey(id), name };
}

function versionOf({ params }: Request): number {
  const version = String(params.version);
  if (!/^[1-9]\d{0,8}$/.test(version)) throw notFound('Policy version');
  return Number(version);
}
