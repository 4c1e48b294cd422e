import { isOpen } from '../../../contract/decision';
import { HandoverError } from '../../../contract/errors';
import { readable } from '../../../contract/times';
import { getDecision } from '../../../store/decisions';
import type { InboundContext } from '../../inbound';
import { showStanding } from '../../show';
import { type Asked, admitted } from './admitted';
import { personOf } from './person';
import { type Place, placeOf } from './place';
import { auditRefusal } from './refusals';
import type { Seen } from './seen';
import { isOver, keptForLater, Refused, Told, wentWrong } from './words';

/** How one request is replied to: Slack waits three seconds for it, and takes one reply. */
export interface Door {
  /** Whether an answer came through that cannot be lost any more: Slack has its reply then. */
  readonly isKept: boolean;
  /** Replies, and tells why it is not as they wished. `place`: null where nothing can be said in Slack. */
  turnDown(told: Told, place: Place | null): Promise<void>;
}

/**
 * Has one who was asked do `work`. Whoever was not, whoever is late, and whoever it goes wrong for is told so. Throws
 * where an answer was not kept and nobody knows why: without our reply Slack says itself that it did not work.
 */
export async function attend(
  context: InboundContext,
  seen: Seen,
  door: Door,
  work: (asked: Asked) => Promise<void>,
): Promise<void> {
  let place: Place | null = null;
  let zone = 'UTC';
  try {
    place = await placeOf(context, seen);
    const person = await personOf(place.client, seen);
    zone = person.zone;
    await work(await admitted(context, place, person, seen));
  } catch (error) {
    if (error instanceof Refused)
      await auditRefusal(context, error.reason, { team: seen.team, user: seen.user, decisionId: seen.decision });
    const told = await toldOf(context, seen, error, zone);
    if (told) await door.turnDown(told, place);
    else await admitFailure(context, error, door, place);
    await show(context, seen.decision); // an edit may have failed, which is how they came to answer
  }
}

/** What somebody is told of an error; null for one that is not meant for them. */
async function toldOf({ db }: InboundContext, seen: Seen, error: unknown, zone: string): Promise<Told | null> {
  if (error instanceof Told) return error;
  if (!(error instanceof HandoverError)) return null;
  const isLate = error.code === 'ALREADY_RESOLVED' || error.code === 'EXPIRED';
  const decision = isLate ? await getDecision(db, seen.decision) : null;
  return decision && !isOpen(decision.status) ? isOver(decision, zone) : new Told(readable(error.message, zone));
}

async function admitFailure({ log }: InboundContext, error: unknown, { isKept }: Door, place: Place | null) {
  await place?.tell(isKept ? keptForLater() : wentWrong());
  if (!isKept) throw error;
  log.error({ err: error, decision_id: place?.decision.id }, 'an answer from Slack is kept, and will be applied later');
}

/** Has the messages of a decision show how it stands. Where that fails, `reconcile` does it later. */
export async function show(context: InboundContext, decisionId: string): Promise<void> {
  await showStanding(context, decisionId).catch((error: unknown) =>
    context.log.warn({ err: error, decision_id: decisionId }, 'a message will be edited later'),
  );
}
