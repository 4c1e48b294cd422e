import { askingAt } from '../../contract/asking';
import { askedAt } from '../../contract/ladder';
import { CHANNELS } from '../../domain/channel';
import type { Json } from '../../domain/json';
import type { RecordReply } from '../../contract/replies/record';
import { iso } from '../../contract/times';
import { isPermitted } from '../../contract/view';
import { actorOf, type KeptAnswer } from '../../store/answers';
import type { AuditEvent } from '../../store/audit';
import { contentOf } from '../../store/content';
import type { DecisionRows } from '../../store/decision-record';
import { auditEventView, checkpointView } from './audit';
import { deliveryView } from './delivery';

/**
 * The decision record: who was asked what, when and by which channel, what they were shown, what they answered and how
 * certain that is, the outcome, and its place in the audit chain. `timeline` proves the rest: each event carries its
 * hash. Every list is oldest first.
 */
export function decisionRecord(rows: DecisionRows, now: Date): RecordReply {
  const { decision, trace, answers, deliveries, events, head, checkpoint } = rows;
  const content = contentOf(decision, trace);
  const { id, created_at, attachments, ...asked } = content;
  return {
    version: 1,
    decision_id: decision.id,
    workspace_id: decision.workspaceId,
    generated_at: now.toISOString(),
    erased_at: iso(decision.erasedAt),
    request: {
      ...{ received_at: created_at, api_key_id: decision.apiKeyId },
      ...asked,
      ...{ channel: decision.channel, callback_url: decision.callbackUrl, enforce: decision.enforce },
      ...(decision.erasedAt ? {} : askedFor(events)),
    },
    policy_version: decision.policyVersion,
    asked: decision.autoResolved ? [] : askedOf(rows),
    shown: { content_hash: decision.contentHash || null, content }, // older decisions have none
    answers: answers.map((answer) => answerView(answer, events)),
    outcome: outcomeOf(rows, now),
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

/** The approver and channel of the request, before a policy rule changed them. */
function askedFor(events: readonly AuditEvent[]) {
  const { approver, channel } = fieldsOf(events.find(({ type }) => type === 'decision.created')?.data ?? {});
  const requested = CHANNELS.find((known) => known === channel);
  return { ...(typeof approver === 'string' ? { approver } : {}), ...(requested ? { channel: requested } : {}) };
}

/** Everyone who was asked: the approver, and after an escalation the backup. */
function askedOf({ decision, links, deliveries, events }: DecisionRows): RecordReply['asked'] {
  const created = deliveries.find(({ event }) => event === 'decision.created');
  return [0, ...(decision.escalatedAt ? [1] : [])].map((height) => {
    const recipient = askedAt(decision, height);
    const { since, until } = askingAt(decision, height);
    const link = links.find((one) => one.recipient === recipient) ?? links[height]; // an erased address differs
    const told = created?.attempts.find(({ error }) => error === null)?.at;
    const notified = (name: string) => link && textIn(events, 'approver.notified', { link_id: link.id }, name);
    const used = CHANNELS.find((known) => known === notified('channel'));
    return {
      ...{ role: height === 0 ? ('approver' as const) : ('backup' as const), recipient },
      channel: used ?? decision.channel, // they differ if the person was not reached over their own
      ...{ from: since.toISOString(), until: iso(until) },
      notified_at: iso(link?.notifiedAt ?? told),
      opened_at: iso(link?.openedAt),
      answered_at: iso(link?.usedAt),
      content_hash: notified('content_hash') ?? null,
    };
  });
}

function answerView(answer: KeptAnswer, events: readonly AuditEvent[]) {
  const { id, at, author, via, verdict, notes, data, executeAt, state } = answer;
  return {
    id,
    received_at: new Date(at).toISOString(),
    author,
    actor: actorOf(answer),
    via,
    verdict,
    notes,
    response_data: data,
    execute_at: executeAt === null ? null : new Date(executeAt).toISOString(),
    content_hash: textIn(events, 'answer.received', { answer_id: id }, 'content_hash'),
    fate: state,
    refused_because: textIn(events, 'answer.refused', { answer_id: id }, 'reason'),
  };
}

function outcomeOf({ decision, answers }: DecisionRows, now: Date) {
  return {
    status: decision.status,
    resolved_at: iso(decision.resolvedAt),
    resolved_by: decision.resolvedBy,
    resolved_via: decision.resolvedVia,
    assurance: decision.assurance,
    answer_id: answers.find(({ state }) => state === 'taken')?.id ?? null,
    response_notes: decision.responseNotes,
    response_data: decision.responseData,
    execute_at: iso(decision.executeAt),
    auto_resolved: decision.autoResolved,
    cancelled: decision.cancelled,
    action_permitted: isPermitted(decision, now),
  };
}

/** The text under this name in the first event of this type about this link or answer. */
function textIn(
  events: readonly AuditEvent[],
  type: string,
  about: Record<string, string>,
  name: string,
): string | null {
  const [[key = '', value] = []] = Object.entries(about);
  const event = events.find(({ type: kind, data }) => kind === type && fieldsOf(data)[key] === value);
  const text = event && fieldsOf(event.data)[name];
  return typeof text === 'string' ? text : null;
}

const fieldsOf = (data: Json) => data as { readonly [name: string]: Json };
