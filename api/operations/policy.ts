import type { ApiKeyPrincipal } from '../../accounts/principal';
import { notFound } from '../../contract/errors';
import { policyRequest, restoreRequest, simulateRequest } from '../../contract/policy';
import { policyQuery, policyVersionsQuery } from '../../contract/queries';
import { type PolicyReply, policyReply, simulationReply } from '../../contract/replies/policy';
import { pageOf } from '../../contract/replies/shapes';
import { restorePolicy } from '../../policies/restore-policy';
import { simulatePolicy } from '../../policies/simulate-policy';
import { writePolicy } from '../../policies/write-policy';
import { byKey } from '../../store/audit';
import { findKeyById } from '../../store/keys';
import { findPolicy, listPolicies, type PolicyRow, type PolicyScope } from '../../store/policies';
import type { ApiContext } from '../context';
import { defineOperation, json } from '../operation';
import { page } from '../pagination';

const getPolicy = defineOperation({
  id: 'getPolicy',
  method: 'get',
  path: '/policy',
  summary: 'Get policy',
  description: 'The current rules of an API key or of the workspace. At first, version 0 without rules.',
  scope: 'admin',
  query: policyQuery,
  responses: { 200: json('The current version.', policyReply) },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, query }) {
    const policy = await findPolicy(context.db, await requireScopeOf(context, principal, query));
    return { status: 200, body: policy ? policyView(policy) : NO_POLICY };
  },
});

const replacePolicy = defineOperation({
  id: 'replacePolicy',
  method: 'put',
  path: '/policy',
  summary: 'Replace policy',
  description: 'The rules apply to every decision created from now on. The first rule that matches wins.',
  scope: 'admin',
  query: policyQuery,
  body: { json: policyRequest },
  responses: { 200: json('The new version.', policyReply) },
  errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
  async handler(context, { principal, query, body: { rules, note, expected_version } }) {
    const scope = await requireScopeOf(context, principal, query);
    const policy = { rules, note, at: context.clock(), by: authorOf(principal) };
    return { status: 200, body: policyView(await writePolicy(context.db, scope, policy, expected_version)) };
  },
});

const listPolicyVersions = defineOperation({
  id: 'listPolicyVersions',
  method: 'get',
  path: '/policy/versions',
  summary: 'List policy versions',
  description: 'Newest first.',
  scope: 'admin',
  query: policyVersionsQuery,
  responses: { 200: json('A page of versions.', pageOf(policyReply)) },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, query: { limit, cursor, ...query } }) {
    const scope = await requireScopeOf(context, principal, query);
    const versions = await listPolicies(context.db, scope, { limit: limit + 1, cursor });
    return { status: 200, body: page(versions, limit, policyView) };
  },
});

const restorePolicyVersion = defineOperation({
  id: 'restorePolicyVersion',
  method: 'post',
  path: '/policy/versions/{version}/restore',
  summary: 'Restore policy version',
  description: 'Writes a new version with the rules of an earlier one.',
  scope: 'admin',
  query: policyQuery,
  body: { json: restoreRequest },
  responses: { 200: json('The new version.', policyReply) },
  errors: ['NOT_FOUND'],
  idempotent: true,
  async handler(context, { principal, params, query }) {
    const scope = await requireScopeOf(context, principal, query);
    const by = { at: context.clock(), by: authorOf(principal) };
    const policy = await restorePolicy(context.db, scope, versionIn(params.version), by);
    return { status: 200, body: policyView(policy) };
  },
});

const simulateRules = defineOperation({
  id: 'simulatePolicy',
  method: 'post',
  path: '/policy/simulate',
  summary: 'Simulate policy',
  description:
    "Applies the given rules, in place of the key's or the workspace's own, to earlier decisions. Changes nothing.",
  scope: 'admin',
  query: policyQuery,
  body: { json: simulateRequest },
  responses: { 200: json('What the rules would have decided.', simulationReply) },
  errors: ['NOT_FOUND'],
  idempotent: true,
  async handler(context, { principal, query, body }) {
    const scope = await requireScopeOf(context, principal, query);
    return { status: 200, body: await simulatePolicy(context.db, scope, body) };
  },
});

/** Version 0, before any is written. */
const NO_POLICY: PolicyReply = { version: 0, rules: [], note: null, created_at: null, created_by: null };

const policyView = ({ version, rules, note, createdAt, createdBy }: PolicyRow): PolicyReply => ({
  ...{ version, rules, note },
  created_at: createdAt.toISOString(),
  created_by: createdBy,
});

/** Whose policy is meant: that of this API key, or the workspace's. Throws NOT_FOUND for a key of another workspace. */
async function requireScopeOf(
  { db }: ApiContext,
  { workspaceId }: ApiKeyPrincipal,
  { api_key_id }: { readonly api_key_id?: string | undefined },
): Promise<PolicyScope> {
  const apiKeyId = api_key_id ?? null;
  if (apiKeyId !== null && !(await findKeyById(db.sql, workspaceId, apiKeyId))) throw notFound('API key');
  return { workspaceId, apiKeyId };
}

const authorOf = ({ key: { id, name } }: ApiKeyPrincipal) => ({ actor: byKey(id), name });

function versionIn(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound('Policy version');
  return Number(text);
}

/** The rules by which decisions are approved, denied or routed without a person. */
export const policyOperations = [
  ...[getPolicy, replacePolicy, listPolicyVersions],
  ...[restorePolicyVersion, simulateRules],
];
