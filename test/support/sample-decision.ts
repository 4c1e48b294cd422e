import type { Decision } from '../../domain/decision';

/** When the sample was asked, and the deadline of its first approver: 60 minutes later. */
export const ASKED_AT = new Date('2026-03-25T13:30:00.000Z');
export const DEADLINE = new Date('2026-03-25T14:30:00.000Z');

/** So many minutes after the sample was asked. */
export const minutesIn = (minutes: number): Date => new Date(ASKED_AT.getTime() + minutes * 60_000);

/** An open decision as it is just after it was asked; any field can be another one. */
export function sampleDecision(different: Partial<Decision> = {}): Decision {
  return {
    id: '01995d2e-7a41-7c3e-9f10-2b8d6e4a5c77',
    workspaceId: '01995d2e-0000-7000-8000-000000000001',
    apiKeyId: '01995d2e-0000-7000-8000-000000000002',
    action: 'Send contract to Acme Corp for $48,000/year',
    context: 'Customer requested enterprise plan after 3 sales calls.',
    agent: 'Contract agent',
    approver: 'sarah@company.com',
    backupApprover: null,
    urgency: 'high',
    channel: 'email',
    options: ['approve', 'deny', 'modify'],
    responseType: { type: 'approve_deny' },
    amount: null,
    metadata: null,
    contextImages: [],
    attachments: [],
    minAssurance: 'link',
    requireReasonOnDeny: false,
    contentHash: '',
    callbackUrl: null,
    enforce: false,
    createdAt: ASKED_AT,
    timeoutMinutes: 60,
    escalateAfterMinutes: null,
    status: 'pending',
    expiresAt: DEADLINE,
    escalatedAt: null,
    executeAt: null,
    dueAt: null,
    resolvedAt: null,
    resolvedBy: null,
    resolvedVia: null,
    assurance: null,
    responseNotes: null,
    responseData: null,
    cancelled: false,
    autoResolved: false,
    policyVersion: null,
    erasedAt: null,
    ...different,
  };
}
