import type { Decision } from '../domain/decision';
import { findDecision } from '../store/decisions';
import { findNotifications, forgetMessage, type Notification, noteShown } from '../store/notifications';
import { countSteps } from '../store/traces';
import { type Channels, Unreachable } from './channel';
import { isSettled, messageStateOf, shownAs } from './message-state';
import { contextFor, type NotificationDeps } from './notification-context';

export interface UpdateDeps extends NotificationDeps {
  readonly channels: Channels;
}

/** Nobody makes more changes than this in one go; what is left then is for the next time. */
const MOST_EDITS = 5;

/**
 * Edits every message of a decision so that it shows the current state. It looks again after each edit, so that of two
 * edits at once the last one to arrive shows what is true. Tries all, then throws the first failure.
 */
export async function updateMessages(deps: UpdateDeps, decisionId: string): Promise<void> {
  const failures: unknown[] = [];
  for (const message of await findNotifications(deps.db, decisionId))
    if (message.reference && !message.settledAt)
      await updateMessage(deps, message).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

async function updateMessage(deps: UpdateDeps, message: Notification): Promise<void> {
  let { shown } = message;
  for (let edits = 0; edits < MOST_EDITS; edits += 1) {
    const decision = await findDecision(deps.db, message.decisionId);
    const next = decision && nextOf(decision, message);
    if (!decision || !next) return;
    if (next.shown === shown) return noteShown(deps.db, message, next);
    if (await isGoneAfterEdit(deps, decision, message)) return goneFor(deps, message, decision);
    if (next.state === 'erased') return forgetMessage(deps.db, message);
    shown = next.shown;
    await noteShown(deps.db, message, { ...next, settledAt: null });
  }
}

function nextOf(decision: Decision, { assignmentId }: Notification) {
  const assignment = decision.state.assignments.find(({ id }) => id === assignmentId);
  if (!assignment) return null;
  const state = messageStateOf(decision, assignment);
  const settledAt = isSettled(state, decision) ? new Date() : null;
  return { state, shown: shownAs(state, decision), shownRevision: decision.revision, settledAt };
}

/** Edits the message once. True: it cannot be edited any more. */
async function isGoneAfterEdit(deps: UpdateDeps, decision: Decision, message: Notification): Promise<boolean> {
  const channel = deps.channels[message.channel];
  const assignment = decision.state.assignments.find(({ id }) => id === message.assignmentId);
  if (!channel?.update || !assignment || !message.reference) return true;
  const traceSteps = await countSteps(deps.db.sql, decision.id);
  const { occasion, reference } = message;
  try {
    const context = contextFor(deps, { decision, assignment, occasion, traceSteps });
    await channel.update(reference, context, messageStateOf(decision, assignment));
    return false;
  } catch (error) {
    if (error instanceof Unreachable) return true;
    throw error;
  }
}

function goneFor({ db, clock }: UpdateDeps, message: Notification, { erasedAt, revision }: Decision): Promise<void> {
  if (erasedAt) return forgetMessage(db, message);
  return noteShown(db, message, { shown: 'gone', shownRevision: revision, settledAt: clock() });
}
