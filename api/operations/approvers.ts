import { z } from 'zod';
import { addApproverRequest, extendRequest, reassignRequest, remindRequest } from '../../contract/change-requests';
import { decisionReply } from '../../contract/replies/decision';
import { amend, requireAllowed } from '../../decisions/amend';
import type { Decision } from '../../domain/decision';
import { defineOperation, json } from '../operation';
import { keptReply, replyWithDecision } from '../views/decision';

const MINUTE = 60_000;
const DECISION = { 200: json('The decision.', decisionReply) } as const;
const TOO_LATE = ['NOT_FOUND', 'ALREADY_RESOLVED', 'EXPIRED'] as const;

const extendDecision = defineOperation({
  id: 'extendDecision',
  method: 'post',
  path: '/decisions/{id}/extend',
  summary: 'Extend decision',
  description: 'Moves the last deadline of the open step. A pending escalation stays where it is.',
  scope: 'decisions:write',
  body: { json: extendRequest },
  responses: DECISION,
  errors: [...TOO_LATE, 'NO_DEADLINE'],
  idempotent: true,
  async handler(context, { principal, params, body: { minutes, expires_at }, claim }) {
    const command =
      expires_at === null
        ? ({ kind: 'extend', byMs: Math.round((minutes ?? 0) * MINUTE) } as const)
        : ({ kind: 'extend', until: expires_at.getTime() } as const);
    return replyWithDecision(context, await amend(context, principal, params.id, command, keptReply(context, claim)));
  },
});

const addApprover = defineOperation({
  id: 'addApprover',
  method: 'post',
  path: '/decisions/{id}/approvers',
  summary: 'Add approver',
  description: 'Asks one more person. How many must approve does not change.',
  scope: 'decisions:write',
  body: { json: addApproverRequest },
  responses: DECISION,
  errors: [...TOO_LATE, 'ALREADY_ASKED', 'APPROVER_NOT_ALLOWED'],
  idempotent: true,
  async handler(context, { principal, params, body: { approver, step }, claim }) {
    await requireAllowed(context, principal, approver);
    const command = { kind: 'add', approver, step } as const;
    return replyWithDecision(context, await amend(context, principal, params.id, command, keptReply(context, claim)));
  },
});

const reassignApprover = defineOperation({
  id: 'reassignApprover',
  method: 'post',
  path: '/decisions/{id}/reassign',
  summary: 'Reassign approver',
  description: "Asks someone else in place of an approver who hasn't answered. The link of the first one ends.",
  scope: 'decisions:write',
  body: { json: reassignRequest },
  responses: DECISION,
  errors: [...TOO_LATE, 'NOT_AN_APPROVER', 'ALREADY_ANSWERED', 'ALREADY_ASKED', 'APPROVER_NOT_ALLOWED'],
  idempotent: true,
  async handler(context, { principal, params, body: { from, to, reason }, claim }) {
    await requireAllowed(context, principal, to);
    const options = { words: { note: reason }, ...keptReply(context, claim) };
    const command = { kind: 'reassign', from, to } as const;
    return replyWithDecision(context, await amend(context, principal, params.id, command, options));
  },
});

const remindedReply = z.strictObject({ reminded: z.array(z.string()).describe('Who is notified again.') });

const remindApprovers = defineOperation({
  id: 'remindApprovers',
  method: 'post',
  path: '/decisions/{id}/remind',
  summary: 'Remind approvers',
  description: "Notifies approvers who haven't answered again, each at most once a minute.",
  scope: 'decisions:write',
  body: { json: remindRequest },
  responses: { 202: json('Who is reminded.', remindedReply) },
  errors: [...TOO_LATE, 'NOT_AN_APPROVER', 'ALREADY_ANSWERED', 'RATE_LIMIT'],
  idempotent: true,
  async handler(context, { principal, params, body: { approver }, claim }) {
    const reply = claim && { claim, status: 202, body: (decision: Decision) => JSON.stringify(remindedIn(decision)) };
    const command = { kind: 'remind', approver } as const;
    const decision = await amend(context, principal, params.id, command, reply ? { reply } : {});
    return { status: 202, body: remindedIn(decision), kept: true };
  },
});

/** Those who were reminded last: all of them at the same moment. */
function remindedIn({ state: { assignments } }: Decision) {
  const last = Math.max(...assignments.map(({ remindedAt }) => remindedAt ?? 0));
  return { reminded: assignments.filter(({ remindedAt }) => remindedAt === last).map(({ approver }) => approver) };
}

/** Changes of who is asked, and for how long. */
export const approverOperations = [extendDecision, addApprover, reassignApprover, remindApprovers];
