import { findBehind, markWoken } from '../store/behind';
import type { Context } from './context';

const PAGE = 200;
/** Wakes at once. When this many have failed, Temporal cannot be reached. */
const AT_ONCE = 16;

/**
 * Wakes every workflow that does not act on the current state of its decision: a crash or an outage got in between. Safe
 * to repeat, and to run in several processes. Returns how many it reached. It runs every few seconds in each worker.
 */
export async function reconcile({ db, waker }: Pick<Context, 'db' | 'waker'>): Promise<number> {
  const behind = await findBehind(db, PAGE);
  const reached: string[] = [];
  let failures = 0;
  const lane = async (): Promise<void> => {
    for (let next = behind.shift(); next && failures < AT_ONCE; next = behind.shift())
      try {
        await waker.wakeNow(next, 'ALLOW_DUPLICATE'); // even if it has completed: PostgreSQL was restored from a backup, say
        reached.push(next.id);
      } catch {
        failures += 1; // the next run tries again
      }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (reached.length > 0) await markWoken(db, reached);
  return reached.length;
}
