import { recordReply } from '../../contract/replies/record';
import { find } from '../../decisions/find';
import { findRows } from '../../store/decision-record';
import { defineOperation, json } from '../operation';
import { decisionRecord } from '../views/decision-record';

const getRecord = defineOperation({
  id: 'getRecord',
  method: 'get',
  path: '/decisions/{id}/record',
  summary: 'Get decision record',
  description: 'Who was asked what and when, what they were shown and answered, and the outcome, in one document.',
  scope: 'decisions:read',
  limit: 'read',
  responses: { 200: json('The record. Every list is oldest first.', recordReply) },
  errors: ['NOT_FOUND'],
  async handler(context, { principal, params }) {
    const decision = await find(context, principal.workspaceId, params.id);
    return { status: 200, body: decisionRecord(await findRows(context.db, decision), context.clock()) };
  },
});

/** Everything about a decision, in one document. */
export const recordOperations = [getRecord];
