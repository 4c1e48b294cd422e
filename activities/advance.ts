import { ApplicationFailure } from '@temporalio/activity';
import { isOver, wakeAt } from '../domain/decide';
import { countApprovals } from '../domain/quorum';
import type { Effect, Snapshot } from '../domain/snapshot';
import { channelsFor } from '../people/routing';
import { type Actor, SYSTEM } from '../store/audit';
import { type SnapshotRow, takeSnapshot } from '../store/snapshots';
import { type TransitionDeps, transition } from '../store/transition';

export const NO_SUCH_DECISION = 'NO_SUCH_DECISION';

/** How the audit and `resolved_by` name an operator who cancels in Temporal's own UI. */
export const TEMPORAL: Actor = { type: 'system', id: 'temporal', assurance: null };

export function createAdvance({ transitions }: { readonly transitions: TransitionDeps }) {
  return {
    /**
     * Lets a decision's time pass, or takes it back if its workflow was cancelled; notes that the workflow acts on the
     * current state, and returns that. A local activity; safe to repeat.
     */
    async advance(id: string, isCancelled: boolean): Promise<Snapshot> {
      if (isCancelled)
        await transition(transitions, id, () => ({ command: { kind: 'cancel', by: 'temporal' }, actor: TEMPORAL }));
      let row = await takeSnapshot(transitions.db, id);
      if (row && isLate(row)) {
        await transition(transitions, id, () => ({ command: { kind: 'clock' }, actor: SYSTEM }));
        row = await takeSnapshot(transitions.db, id);
      }
      if (!row) throw ApplicationFailure.nonRetryable(`there is no decision ${id}`, NO_SUCH_DECISION);
      return snapshotOf(row);
    },
  };
}

/** Whether time has changed something that is not written yet. */
function isLate({ state, now }: SnapshotRow): boolean {
  const next = wakeAt(state);
  return next !== null && next <= now;
}

function snapshotOf(row: SnapshotRow): Snapshot {
  const { id, state, now } = row;
  const { status, executeAt, dueAt, step, steps } = state;
  const next = wakeAt(state);
  return {
    outcome: { id, status, executeAt, isDue: dueAt !== null },
    isOver: isOver(state),
    wakeAt: next,
    waitMs: next === null ? null : Math.max(1, next - now),
    effects: effectsOf(row),
    waitingFor: {
      ...{ step, steps: steps.length, isEscalated: status === 'escalated' },
      approvals: Math.max(0, (steps[step]?.need ?? 1) - countApprovals(state, step)),
    },
  };
}

function effectsOf({ revision, channel, notifications, deliveries, hasOutdatedMessages }: SnapshotRow): Effect[] {
  const notify = notifications.map(({ assignmentId, occasion, tried }) => ({
    kind: 'notify' as const,
    id: `${occasion}-${assignmentId}`,
    ...{ assignmentId, occasion, channels: channelsFor(channel, tried) },
  }));
  return [
    ...notify,
    ...deliveries.map((id) => ({ kind: 'deliver' as const, id })),
    ...(hasOutdatedMessages ? [{ kind: 'updateMessages' as const, id: `update-${revision}` }] : []),
  ];
}
