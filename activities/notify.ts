import { ApplicationFailure, activityInfo } from '@temporalio/activity';
import { Unreachable } from '../channels/channel';
import { messageStateOf, shownAs } from '../channels/message-state';
import { contextFor } from '../channels/notification-context';
import { type UpdateDeps, updateMessages } from '../channels/update-messages';
import type { AuditType } from '../domain/audit-types';
import type { Decision } from '../domain/decision';
import type { Assignment } from '../domain/model';
import type { Metrics } from '../platform/metrics';
import { type AuditEntry, SYSTEM } from '../store/audit';
import { getDecision } from '../store/decisions';
import {
  closeOccasion,
  findNotice,
  type Notice,
  type NotificationKey,
  noteNotification,
  type Reference,
} from '../store/notifications';
import { type TransitionDeps, transition } from '../store/transition';
import { messageOf, retryLater } from './retry-later';

interface Deps extends UpdateDeps {
  readonly metrics: Metrics;
  readonly transitions: TransitionDeps;
}

export function createNotify(deps: Deps) {
  const { db, clock, metrics, channels, transitions } = deps;
  return {
    /**
     * Sends one message to one person over one channel, once. Nobody is asked something that was answered meanwhile. Not
     * to be retried if the channel cannot reach this person.
     */
    async notify(key: NotificationKey): Promise<void> {
      const notice = await findNotice(db, key);
      const assignment = notice.decision.state.assignments.find(({ id }) => id === key.assignmentId);
      if (assignment?.status !== 'asked' || notice.isSent) return closeOccasion(db, key);
      const reference = await send(key, notice, assignment);
      await noteSent(key, notice.decision, assignment, reference);
    },
  };

  /** Throws an error that is not retried if the channel cannot reach the person. */
  async function send(key: NotificationKey, { decision, traceSteps }: Notice, assignment: Assignment) {
    const channel = channels[key.channel];
    try {
      if (!channel) throw new Unreachable(`channel ${key.channel} is not available on this server`);
      return await channel.send(contextFor(deps, { decision, assignment, occasion: key.occasion, traceSteps }));
    } catch (error) {
      metrics.notificationFailures.inc({ channel: key.channel });
      const isFinal = error instanceof Unreachable;
      if (isFinal || activityInfo().attempt === 1) await noteFailure(key, decision, assignment, error, isFinal);
      // A mail server's words often name the address: they belong in the audit, and not in Temporal's history and logs.
      const message = `the approver could not be notified over ${key.channel}`;
      if (isFinal) throw ApplicationFailure.nonRetryable(message, 'Unreachable');
      return retryLater(error, message);
    }
  }

  /** The first failure is audited; its retries would only repeat it. One that is final is noted, so that the next channel follows. */
  async function noteFailure(
    key: NotificationKey,
    decision: Decision,
    { approver: recipient }: Assignment,
    error: unknown,
    isFinal: boolean,
  ): Promise<void> {
    const { channel } = key;
    const reason = messageOf(error);
    const audit = isFinal
      ? entry('approver.unreachable', decision, { channel, recipient, reason })
      : entry('approver.notify_failed', decision, { channel, recipient, error: reason });
    const at = clock();
    const status = isFinal ? 'failed' : 'pending';
    await noteNotification(
      db,
      key,
      { status, error: reason },
      { at, audit: [audit], workspaceId: decision.workspaceId },
    );
  }

  /** Whatever happened to the decision while the message was on its way, the message shows it. */
  async function noteSent(
    key: NotificationKey,
    decision: Decision,
    assignment: Assignment,
    reference: Reference | null,
  ): Promise<void> {
    const { channel, occasion, decisionId } = key;
    const data = {
      assignment_id: assignment.id,
      channel,
      recipient: assignment.approver,
      content_hash: decision.contentHash,
    };
    const audit = occasion === 'ask' ? [entry('approver.notified', decision, data)] : [];
    const shown = reference && shownAs(messageStateOf(decision, assignment), decision);
    const sent = { status: 'sent', reference, shown, shownRevision: reference && decision.revision } as const;
    if (decision.state.onTimeout === 'approve') await noteNotified(decisionId, [assignment.id]);
    await noteNotification(db, key, sent, { at: clock(), audit, workspaceId: decision.workspaceId });
    if (reference && (await getDecision(db, decisionId)).revision > decision.revision)
      await updateMessages(deps, decisionId).catch(() => undefined); // `maintenance` edits it later
  }

  /** Silence can approve only what people were really asked. */
  async function noteNotified(decisionId: string, assignmentIds: readonly string[]): Promise<void> {
    await transition(transitions, decisionId, () => ({ command: { kind: 'notified', assignmentIds }, actor: SYSTEM }));
  }

  function entry(type: AuditType, { id: decisionId }: Decision, data: AuditEntry['data']): AuditEntry {
    return { type, at: clock(), actor: SYSTEM, decisionId, data };
  }
}
