import { heartbeat } from '@temporalio/activity';
import { type UpdateDeps, updateMessages } from '../channels/update-messages';
import { findOutdated } from '../store/notifications';
import { retryLater } from './retry-later';

const PAGE = 200;

export function createUpdateMessages(deps: UpdateDeps) {
  return {
    /** Edits the messages of a decision so that they show its current state. */
    async updateMessages(decisionId: string): Promise<void> {
      await updateMessages(deps, decisionId).catch(retryLater);
    },

    /** The same for every message that may not show the current state because an edit failed. */
    async updateOutdatedMessages(): Promise<void> {
      let last: string | null = null;
      do {
        const ids: readonly string[] = await findOutdated(deps.db, last, PAGE);
        for (const id of ids) {
          heartbeat();
          await updateMessages(deps, id).catch(() => undefined); // the next run tries again
        }
        last = ids.length < PAGE ? null : (ids.at(-1) ?? null);
      } while (last !== null);
    },
  };
}
