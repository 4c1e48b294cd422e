import { type EventName, eventBody } from '../contract/events';
import type { ViewContext } from '../contract/view';
import type { AuditType } from '../domain/audit-types';
import type { Decision } from '../domain/decision';
import type { Json } from '../domain/json';
import type { Assignment, DecisionEvent } from '../domain/model';
import { isOpen } from '../domain/status';
import { newId } from '../platform/ids';
import { type AuditEntry, SYSTEM } from '../store/audit';
import type { Described, Happened, Proposal, PublicEvent } from '../store/transition';
import { auditAttachment } from './attachment-audit';

/** Says what changes of decisions mean to the audit and to receivers. */
export const createDescribe =
  (context: ViewContext) =>
  (happened: readonly Happened[], proposal: Proposal): Described => ({
    audit: happened.flatMap((one) => auditOf(one, proposal)),
    events: publicEventsOf(happened, context),
    isNotifying: isNotifying(happened.at(-1)?.decision),
  });

/** With channel `webhook`, the receiver of `decision.created` notifies the approvers. */
export const isNotifying = (decision: Pick<Decision, 'channel'> | undefined): boolean =>
  decision?.channel !== 'webhook';

/** What receivers are told. The answer that completes a decision is told by its resolution. */
export function publicEventsOf(happened: readonly Happened[], context: ViewContext): PublicEvent[] {
  const isOver = !isOpen(happened.at(-1)?.decision.status ?? 'pending');
  return happened.flatMap(({ event, decision }) => {
    const type = TYPES[event.kind];
    if (!type || (type === 'answer.counted' && isOver)) return [];
    return [publicEvent(type, decision, event.at, context)];
  });
}

const TYPES: Partial<Record<DecisionEvent['kind'], EventName>> = {
  counted: 'answer.counted',
  escalated: 'decision.escalated',
  resolved: 'decision.resolved',
  expired: 'decision.expired',
  due: 'decision.due',
};

export function publicEvent(type: EventName, decision: Decision, at: number, context: ViewContext): PublicEvent {
  const { sequence } = decision.state;
  const body = eventBody(type, decision, { at: new Date(at), sequence, ...context });
  return { id: newId(), sequence, type, body, at };
}

/** The audit events of one event. Ids, addresses and times, but never text that someone wrote. */
function auditOf({ event, decision }: Happened, proposal: Proposal): AuditEntry[] {
  const entry = (type: AuditType, data: AuditEntry['data'], actor = proposal.actor): AuditEntry => ({
    ...{ type, at: new Date(event.at), actor, decisionId: decision.id, data },
  });
  const { status } = decision;
  switch (event.kind) {
    case 'stepOpened':
      return hasSteps(decision)
        ? [entry('step.opened', { step: event.step, approvers: peopleIn(decision, event.step) }, SYSTEM)]
        : [];
    case 'stepPassed':
      return hasSteps(decision) ? [entry('step.passed', { step: event.step }, SYSTEM)] : [];
    case 'counted': {
      const { answerId: answer_id, verdict, via, assignmentId: assignment_id } = event;
      const answer = { answer_id, verdict, via };
      const step = decision.state.step;
      return [
        entry('answer.received', { ...answer, assignment_id, content_hash: decision.contentHash }),
        entry('answer.counted', { ...answer, step }),
        ...(proposal.answer?.files ?? []).map((file) =>
          auditAttachment(decision.id, file, proposal.actor, new Date(event.at)),
        ),
      ];
    }
    case 'escalated': {
      const { from, to } = escalationIn(decision, event.step);
      return [entry('decision.escalated', { status, from, to }, SYSTEM)];
    }
    case 'resolved': {
      const { answerId, via } = event.resolution;
      const verdict =
        decision.answers.find(({ id }) => id === answerId)?.verdict ?? (via === 'cancel' ? 'cancel' : null);
      const actor = via === 'timeout' ? SYSTEM : proposal.actor;
      return [entry('decision.resolved', { status, answer_id: answerId, verdict, via }, actor)];
    }
    case 'expired':
      return [entry('decision.expired', { status }, SYSTEM)];
    case 'due':
      return [entry('decision.due', { status }, SYSTEM)];
    case 'assigned': {
      const { cause, assignment, from } = event;
      const to = { approver: assignment.approver, step: assignment.step };
      if (cause === 'added') return [entry('approver.added', to)];
      const before = decision.state.assignments.find(({ id }) => id === from)?.approver ?? null;
      return [entry(`approver.${cause}`, { from: before, to: to.approver, step: to.step })];
    }
    case 'reminded':
      return [entry('approver.reminded', { approvers: addressesOf(decision, event.assignmentIds) })];
    case 'extended':
      return [entry('decision.extended', { expires_at: new Date(event.until).toISOString() })];
    case 'attached':
      return (proposal.attachments ?? []).map((file) =>
        auditAttachment(decision.id, file, proposal.actor, new Date(event.at)),
      );
    case 'asked':
    case 'withdrawn':
    case 'notified':
      return [];
  }
}

const hasSteps = ({ state }: Decision): boolean => state.steps.length > 1;

const peopleIn = ({ state }: Decision, step: number): Json =>
  state.assignments.filter((one) => one.step === step && !one.isBackup).map(({ approver }) => approver);

const addressesOf = ({ state }: Decision, ids: readonly string[]): Json =>
  state.assignments.filter(({ id }) => ids.includes(id)).map(({ approver }) => approver);

/** Who did not answer in time, and who is asked now. */
function escalationIn({ state }: Decision, step: number): { readonly from: Json; readonly to: Json } {
  const addresses = (of: (one: Assignment) => boolean): Json =>
    state.assignments.filter((one) => one.step === step && of(one)).map(({ approver }) => approver);
  return {
    from: addresses(({ isBackup, status }) => !isBackup && status === 'asked'),
    to: addresses(({ isBackup }) => isBackup),
  };
}
