import type { RecordReply } from '../../contract/replies/record';
import { iso } from '../../contract/times';
import { isPermitted } from '../../contract/view';
import { contentOf } from '../../decisions/content';
import { CHANNELS } from '../../domain/channel';
import { type Answer, type Decision, dataOf } from '../../domain/decision';
import type { Json } from '../../domain/json';
import type { Assignment } from '../../domain/model';
import { VERDICTS } from '../../domain/verdict';
import type { AuditEvent } from '../../store/audit';
import type { DecisionRows } from '../../store/decision-record';
import { auditEventView, checkpointView } from './audit';
import { deliveryView } from './delivery';

/**
 * The decision record: who was asked what, when and by which channel, what they were shown, what they answered and how
 * certain that is, the outcome, and its place in the audit chain. `timeline` proves the rest: each event carries its
 * hash. Every list is oldest first.
 */
export function decisionRecord(rows: DecisionRows, now: Date): RecordReply {
  const { decision, trace, deliveries, events, head, checkpoint } = rows;
  const content = contentOf(decision, trace);
  return {
    version: 1,
    decision_id: decision.id,
    workspace_id: decision.workspaceId,
    generated_at: now.toISOString(),
    erased_at: iso(decision.erasedAt),
    request: requestOf(decision, content, events),
    policy_version: decision.policyVersion,
    asked: decision.state.assignments.flatMap((assignment) => askedView(rows, assignment)),
    shown: { content_hash: decision.contentHash || null, content },
    answers: answersOf(decision, events),
    outcome: outcomeOf(decision, now),
    deliveries: deliveries.map(deliveryView),
    timeline: events.map(auditEventView),
    chain: {
      first_sequence: Number(events[0]?.sequence),
      last_sequence: Number(events.at(-1)?.sequence),
      head: { sequence: Number(head.sequence), hash: head.hash },
      checkpoint: checkpoint && checkpointView(checkpoint),
    },
  };
}

/** The request as it was received, before a policy rule changed its approver and channel. */
function requestOf(
  decision: Decision,
  content: RecordReply['shown']['content'],
  events: readonly AuditEvent[],
): RecordReply['request'] {
  const { id: _id, created_at, attachments: _attachments, ...asked } = content;
  const [first, ...rest] = asked.steps;
  const { approver, approvers, channel } = fieldsOf(decision.erasedAt ? {} : createdIn(events));
  const requested = rest.length === 0 && first && isTexts(approvers) ? [{ ...first, approvers }] : asked.steps;
  return {
    ...{ received_at: created_at, api_key_id: decision.apiKeyId },
    ...asked,
    ...{ steps: requested, approver: typeof approver === 'string' ? approver : asked.approver },
    timeout_minutes: first?.timeout_minutes ?? null,
    escalate_after_minutes: first?.escalate_after_minutes ?? null,
    channel: CHANNELS.find((known) => known === channel) ?? decision.channel,
    ...{ callback_url: decision.callbackUrl, enforce: decision.enforce },
  };
}

const createdIn = (events: readonly AuditEvent[]): Json =>
  events.find(({ type }) => type === 'decision.created')?.data ?? {};

const isTexts = (value: Json | undefined): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** How one person was asked; nothing if they never were. */
function askedView(rows: DecisionRows, assignment: Assignment): RecordReply['asked'] {
  const { decision, openings, events } = rows;
  const { id, step, approver: recipient, isBackup, askedAt, answeredAt, status, delegatedTo } = assignment;
  if (askedAt === null) return [];
  const sent = sentTo(rows, assignment);
  return [
    {
      ...{ role: isBackup ? 'backup' : 'approver', step, recipient },
      channel: sent?.channel ?? decision.channel,
      ...{ from: new Date(askedAt).toISOString(), until: isoOf(untilOf(decision, assignment)) },
      ...{ notified_at: iso(sent?.at), opened_at: iso(openings[id]), answered_at: isoOf(answeredAt) },
      ...{ status, delegated_to: delegatedTo },
      content_hash: textIn(events, 'approver.notified', { assignment_id: id }, 'content_hash'),
    },
  ];
}

/** The first message that reached this person. On the webhook channel, that is the callback of the creation. */
function sentTo(
  { decision, notifications, deliveries }: DecisionRows,
  { id }: Assignment,
): { readonly channel: string; readonly at: Date } | null {
  const sent = notifications.find((one) => one.assignmentId === id && one.status === 'sent' && one.sentAt !== null);
  if (sent?.sentAt) return { channel: sent.channel, at: sent.sentAt };
  if (decision.channel !== 'webhook') return null;
  const created = deliveries.find(({ event }) => event === 'decision.created');
  const delivered = created?.attempts.find(({ error }) => error === null);
  return delivered ? { channel: 'webhook', at: delivered.at } : null;
}

/** When the backups of the step were or would be asked as well; for a backup, the last deadline. */
function untilOf({ state }: Decision, { step, isBackup }: Assignment): number | null {
  const { escalatedAt = null, escalatesAt = null, expiresAt = null } = state.steps[step] ?? {};
  return isBackup ? expiresAt : (escalatedAt ?? escalatesAt ?? expiresAt);
}

/** The answers that counted, and those that were refused, in the order in which they came in. */
function answersOf(decision: Decision, events: readonly AuditEvent[]): RecordReply['answers'] {
  const refused = events.filter(({ type }) => type === 'answer.refused').flatMap(refusedView);
  return [...decision.answers.map((answer) => countedView(answer, events)), ...refused].toSorted((one, other) =>
    one.received_at.localeCompare(other.received_at),
  );
}

type AnswerReply = RecordReply['answers'][number];

function countedView(answer: Answer, events: readonly AuditEvent[]): AnswerReply {
  const { id, receivedAt, author, via, verdict, notes, executeAt, assurance } = answer;
  const received = eventAbout(events, 'answer.received', { answer_id: id });
  return {
    ...{ id, received_at: receivedAt.toISOString(), author },
    actor: received?.actor ?? { type: 'approver', id: author, assurance },
    ...{ via, verdict, notes, response_data: dataOf(answer), execute_at: iso(executeAt) },
    content_hash: textIn(events, 'answer.received', { answer_id: id }, 'content_hash'),
    ...{ fate: 'counted', refused_because: null },
  };
}

/** Only the audit knows of a refused answer. */
function refusedView({ at, actor, data }: AuditEvent): AnswerReply[] {
  const { answer_id, via, verdict: given, reason } = fieldsOf(data);
  const verdict = VERDICTS.find((known) => known === given);
  if (!verdict) return [];
  return [
    {
      ...{ id: String(answer_id), received_at: at.toISOString() },
      ...{ author: actor.type === 'approver' ? actor.id : null, actor, via: String(via), verdict },
      ...{ notes: null, response_data: null, execute_at: null, content_hash: null },
      ...{ fate: 'refused', refused_because: typeof reason === 'string' ? reason : null },
    },
  ];
}

const outcomeOf = (decision: Decision, now: Date): RecordReply['outcome'] => ({
  status: decision.status,
  resolved_at: iso(decision.resolvedAt),
  resolved_by: decision.resolvedBy,
  resolved_via: decision.resolvedVia,
  assurance: decision.assurance,
  answer_id: decision.state.resolution?.answerId ?? null,
  response_notes: decision.responseNotes,
  response_data: decision.responseData,
  execute_at: iso(decision.executeAt),
  auto_resolved: decision.autoResolved,
  cancelled: decision.cancelled,
  action_permitted: isPermitted(decision, now),
});

/** The first event of this type about this assignment or answer. */
function eventAbout(events: readonly AuditEvent[], type: string, about: Readonly<Record<string, string>>) {
  return events.find(
    ({ type: kind, data }) =>
      kind === type && Object.entries(about).every(([key, value]) => fieldsOf(data)[key] === value),
  );
}

/** The text under this name in that event. */
function textIn(events: readonly AuditEvent[], type: string, about: Readonly<Record<string, string>>, name: string) {
  const event = eventAbout(events, type, about);
  const text = event && fieldsOf(event.data)[name];
  return typeof text === 'string' ? text : null;
}

const fieldsOf = (data: Json) => data as { readonly [name: string]: Json | undefined };

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
