import { notFound } from '../contract/errors';
import { wakeAt } from '../domain/decide';
import type { Decision } from '../domain/decision';
import { isOpen } from '../domain/status';
import { isId } from '../platform/ids';
import { findDecision } from '../store/decisions';
import type { Context } from './context';

/** A decision of this workspace as it is now. NOT_FOUND for any other id, malformed ones and other workspaces' alike. */
export async function find({ db }: Pick<Context, 'db'>, workspaceId: string, id: string): Promise<Decision> {
  const decision = isId(id) ? await findDecision(db, id) : null;
  if (decision?.workspaceId !== workspaceId) throw notFound('Decision');
  return decision;
}

/**
 * The decision, held back for at most `seconds` while it is open and its status is still `status` (default: what it was
 * at first). Ends early when `signal` aborts. It wakes at the decision's own deadline, too, whether or not a worker does.
 */
export async function waitForChange(
  { db, changes }: Pick<Context, 'db' | 'changes'>,
  decision: Decision,
  { seconds, status = decision.status, signal }: { seconds: number; status?: string | undefined; signal: AbortSignal },
): Promise<Decision> {
  const end = performance.now() + seconds * 1_000;
  let current = decision;
  while (isOpen(current.status) && current.status === status && !signal.aborted) {
    const left = end - performance.now();
    if (left <= 0) break;
    const looked = new AbortController();
    const patience = Math.min(left, untilNextMoment(current));
    const changed = changes.next(decision.id, patience, AbortSignal.any([signal, looked.signal])); // before looking, or a change is missed
    current = await find({ db }, decision.workspaceId, decision.id);
    if (isOpen(current.status) && current.status === status) await changed;
    else looked.abort();
  }
  return current;
}

/** In milliseconds, a little longer than it is, since the clocks of two machines may differ. */
function untilNextMoment({ state }: Decision): number {
  const next = wakeAt(state);
  return next === null ? Number.POSITIVE_INFINITY : Math.max(50, next - Date.now() + 10);
}
