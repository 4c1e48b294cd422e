import { heartbeat } from '@temporalio/activity';
import { type ShowDeps, showStanding } from '../channels/show';
import { findBehind } from '../store/messages';
import { retryLater } from './retry-later';

const PAGE = 200;

export function createShowOutcome(deps: ShowDeps) {
  return {
    /** Has the messages of a decision show how it stands. */
    async showOutcome(decisionId: string): Promise<void> {
      await showStanding(deps, decisionId).catch(retryLater);
    },

    /** The same for every message that may be behind: an edit failed, or a file was added. */
    async showBehind(): Promise<void> {
      let last: string | null = null;
      do {
        const ids: readonly string[] = await findBehind(deps.db, last, PAGE);
        for (const id of ids) {
          heartbeat();
          await showStanding(deps, id).catch(() => undefined); // the next run tries again
        }
        last = ids.length < PAGE ? null : (ids.at(-1) ?? null);
      } while (last !== null);
    },
  };
}
