import { z } from 'zod';
import { OUTCOMES } from '../../domain/policy/rule';
import { policyRequest, restoreRequest, rule, simulateRequest } from '../policy';
import { policyQuery, policyVersionsQuery } from '../queries';
import type { Operation } from './operation';
import { id, listOf, time } from './shapes';

const policy = z
  .strictObject({
    version: z.int(),
    rules: z.array(rule),
    note: z.string().nullable(),
    created_at: time.nullable().describe('Null for version 0, which nobody wrote.'),
    created_by: z.string().nullable(),
  })
  .meta({ id: 'Policy' });

const outcome = z.enum(OUTCOMES);
const simulation = z.strictObject({
  evaluated: z.int(),
  changed: z.array(
    z.strictObject({
      decision_id: id,
      action: z.string(),
      was: outcome.describe('What policy did then.'),
      would_be: outcome,
      rule: z.string().nullable().describe('The rule that would be met; null: none.'),
    }),
  ),
  totals: z.strictObject({ approve: z.int(), deny: z.int(), ask: z.int() }),
});

export const policyOperations: readonly Operation[] = [
  {
    id: 'getPolicy',
    method: 'get',
    path: '/policy',
    summary: 'The rules that hold',
    description: 'Of a key, or of the workspace. Version 0, without rules, at first.',
    scope: 'admin',
    query: policyQuery,
    replies: { 200: { means: 'The newest version.', json: policy } },
    errors: ['NOT_FOUND'],
  },
  {
    id: 'putPolicy',
    method: 'put',
    path: '/policy',
    summary: 'Write the rules',
    description: 'They hold for every decision made from then on. The first rule that is met wins.',
    scope: 'admin',
    query: policyQuery,
    body: { json: policyRequest },
    replies: { 200: { means: 'The new version.', json: policy } },
    errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
  },
  {
    id: 'listPolicyVersions',
    method: 'get',
    path: '/policy/versions',
    summary: 'List versions',
    scope: 'admin',
    query: policyVersionsQuery,
    replies: { 200: { means: 'A page of versions.', json: listOf(policy) } },
    errors: ['NOT_FOUND'],
  },
  {
    id: 'restorePolicy',
    method: 'post',
    path: '/policy/versions/{version}/restore',
    summary: 'Restore a version',
    description: 'Writes a new version with the rules of an old one.',
    scope: 'admin',
    query: policyQuery,
    body: { json: restoreRequest },
    replies: { 200: { means: 'The new version.', json: policy } },
    errors: ['NOT_FOUND'],
  },
  {
    id: 'simulatePolicy',
    method: 'post',
    path: '/policy/simulate',
    summary: 'Try rules',
    description:
      "In place of a scope's own, the other scopes' as they are now, on the last decisions of the workspace or of the key. Changes nothing.",
    scope: 'admin',
    query: policyQuery,
    body: { json: simulateRequest },
    replies: { 200: { means: 'What they would have made of each decision.', json: simulation } },
    errors: ['NOT_FOUND'],
  },
];
