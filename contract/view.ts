import { type Answer, type Decision, dataOf, expiryOf } from '../domain/decision';
import { type Attachment, fileUrl, shownFile } from '../domain/files';
import type { Assignment, Step } from '../domain/model';
import type { DecisionReply } from './replies/decision';
import { iso } from './times';

/** Where this server is reached, without a slash at the end: files have URLs. */
export interface ViewContext {
  readonly publicUrl: string;
}

/**
 * Whether the agent may act: only on what was approved as proposed, and on a scheduled action from its time on. A
 * modified decision is not the action that was asked about (catalogue, C6).
 */
export function isPermitted({ status, executeAt }: Pick<Decision, 'status' | 'executeAt'>, now: Date): boolean {
  return status === 'approved' || (status === 'scheduled' && executeAt !== null && executeAt <= now);
}

/** A file as every reply shows it. */
export const fileView = ({ publicUrl }: ViewContext, decisionId: string, file: Attachment) => {
  const { name, type, size } = shownFile(file);
  return { name, url: fileUrl(publicUrl, decisionId, file.id), type, size };
};

/** The agent's files as every reply shows them. */
export const attachmentsView = (context: ViewContext, decisionId: string, files: readonly Attachment[]) =>
  files.map((file) => ({ id: file.id, ...fileView(context, decisionId, file) }));

/** What was filled in, with the URLs of the files that came with it. */
function dataView(context: ViewContext, decisionId: string, answer: Pick<Answer, 'data' | 'files'>) {
  const data = dataOf(answer);
  if (answer.files.length === 0) return data;
  return { ...data, uploaded_files: answer.files.map((file) => fileView(context, decisionId, file)) };
}

/** `response_data` of the decision: from the answer that completed it. */
export const responseDataView = (context: ViewContext, { id, responseData: data, responseFiles: files }: Decision) =>
  files.length === 0 ? data : dataView(context, id, { data: null, files });

/** The decision as every reply shows it: null if empty, never absent. `enforce` only if it was requested. */
export function viewOf(decision: Decision, now: Date, context: ViewContext): DecisionReply {
  return {
    id: decision.id,
    action: decision.action,
    context: decision.context,
    agent: decision.agent,
    approver: decision.approver,
    backup_approver: decision.backupApprover,
    urgency: decision.urgency,
    channel: decision.channel,
    options: decision.options,
    response_type: decision.responseType,
    context_images: decision.contextImages,
    attachments: attachmentsView(context, decision.id, decision.attachments),
    amount: decision.amount,
    metadata: decision.metadata,
    callback_url: decision.callbackUrl,
    min_assurance: decision.minAssurance,
    require_reason_on_deny: decision.requireReasonOnDeny,
    on_timeout: decision.state.onTimeout,
    steps: decision.state.steps.map((step, index) => stepView(context, decision, step, index)),
    status: decision.status,
    created_at: decision.createdAt.toISOString(),
    expires_at: iso(decision.expiresAt),
    escalated_at: iso(decision.escalatedAt),
    execute_at: iso(decision.executeAt),
    resolved_at: iso(decision.resolvedAt),
    resolved_by: decision.resolvedBy,
    resolved_via: decision.resolvedVia,
    assurance: decision.assurance,
    response_notes: decision.responseNotes,
    response_data: responseDataView(context, decision),
    auto_resolved: decision.autoResolved,
    cancelled: decision.cancelled,
    policy_version: decision.policyVersion,
    ...(decision.enforce ? { enforce: true, action_permitted: isPermitted(decision, now) } : {}),
  };
}
function stepView(context: ViewContext, decision: Decision, step: Step, index: number) {
  const { name, need, deny, status, openedAt } = step;
  return {
    ...{ name, need, deny, status, opened_at: isoOf(openedAt) },
    expires_at: isoOf(expiryOf({ steps: decision.state.steps, step: index })),
    approvers: decision.state.assignments
      .filter((assignment) => assignment.step === index)
      .map((assignment) => approverView(context, decision, assignment)),
  };
}

function approverView(context: ViewContext, decision: Decision, assignment: Assignment) {
  const { id, approver, status, isBackup, askedAt, answeredAt, delegatedTo } = assignment;
  const answer = decision.answers.find(({ assignmentId }) => assignmentId === id);
  return {
    ...{ approver, status, escalation: isBackup, asked_at: isoOf(askedAt), answered_at: isoOf(answeredAt) },
    delegated_to: delegatedTo,
    answer: answer ? answerView(context, decision.id, answer) : null,
  };
}

function answerView(context: ViewContext, decisionId: string, answer: Answer) {
  const { verdict, notes, executeAt, via, assurance, receivedAt } = answer;
  return {
    ...{ verdict, notes, response_data: dataView(context, decisionId, answer), execute_at: iso(executeAt) },
    ...{ via, assurance, received_at: receivedAt.toISOString() },
  };
}

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
