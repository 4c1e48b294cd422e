import { isOpen } from '../contract/decision';
import { notFound } from '../contract/errors';
import type { Decision } from '../contract/model';
import { isId } from '../platform/ids';
import { findDecision } from '../store/decisions';
import type { Context } from './context';

/** A decision of this workspace. NOT_FOUND for any other id, malformed ones and other workspaces' alike. */
export async function find({ db }: Pick<Context, 'db'>, workspaceId: string, id: string): Promise<Decision> {
  const decision = isId(id) ? await findDecision(db, workspaceId, id) : null;
  if (!decision) throw notFound('Decision');
  return decision;
}

/**
 * The decision, held back for at most `seconds` while it is open and its status is still `status` (default: what it
 * was at first). Ends early when `signal` aborts.
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
    const changed = changes.next(decision.id, left, AbortSignal.any([signal, looked.signal])); // before looking, or a change is missed
    current = await find({ db }, decision.workspaceId, decision.id);
    if (isOpen(current.status) && current.status === status) await changed;
    else looked.abort();
  }
  return current;
}
