import { heightOf } from '../contract/asking';
import { getDecision } from '../store/decisions';
import { findMessages, forgetMessage, noteShown } from '../store/messages';
import { type Channels, Unreachable } from './channel';
import { isSettled, shownAs, standingOf } from './standing';
import { type TellingDeps, tellingOf } from './telling';

export interface ShowDeps extends TellingDeps {
  readonly channels: Channels;
}

/** More moves than this in one go nobody makes; what is left then is for the next time. */
const MOST_EDITS = 5;

/**
 * Has every message of a decision show how it stands. Whoever edits looks again afterwards, so that of two that edit at
 * once the last one to arrive shows what is true. Tries all, then throws the first failure.
 */
export async function showStanding(deps: ShowDeps, decisionId: string): Promise<void> {
  const failures: unknown[] = [];
  for (const { id } of await findMessages(deps.db, decisionId))
    await showIn(deps, decisionId, id).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

async function showIn(deps: ShowDeps, decisionId: string, id: string) {
  const { db, clock, channels } = deps;
  for (let edits = 0; edits < MOST_EDITS; edits += 1) {
    const message = (await findMessages(db, decisionId)).find((one) => one.id === id);
    const channel = message && channels[message.channel];
    if (!message || message.settledAt || !channel?.show) return;
    const decision = await getDecision(db, decisionId);
    const standing = standingOf(decision, message);
    const shown = shownAs(standing, decision);
    const settledAt = isSettled(standing, decision) ? clock() : null;
    if (shown === message.shown) return void (settledAt && (await noteShown(db, id, shown, settledAt)));
    const { recipient } = message;
    const telling = await tellingOf(deps, decision, { height: heightOf(decision), recipient });
    try {
      await channel.show(message.reference, telling, standing);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      if (standing !== 'erased') return noteShown(db, id, 'gone', clock());
    }
    if (standing === 'erased') return forgetMessage(db, id);
    await noteShown(db, id, shown, null);
  }
}
