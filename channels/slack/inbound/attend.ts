import { isOpen } from '../../../domain/status';
import { HandoverError } from '../../../contract/errors';
import { capitalize, localizeTimes } from '../../../domain/time-text';
import { getDecision } from '../../../store/decisions';
import type { InboundContext } from '../../inbound';
import { showStanding } from '../../show';
import { type Asked, admitted } from './admitted';
import { personOf } from './person';
import { type Place, placeOf } from './place';
import { auditRefusal } from './refusals';
import type { Seen } from './seen';
import { keptForLater, Refused, Told, tooLate, wentWrong } from './words';

/** How one request is replied to. Slack waits three seconds for it. */
export interface Door {
  /** The reply that all is well. */
  ack(): Promise<void>;
  /** Another reply, which has them told why not. `place`: null where nothing can be said in Slack. */
  turnDown(told: Told, place: Place | null): Promise<void>;
}

/**
 * Has one who was asked do `work`, which calls `onKept` as soon as an answer cannot be lost: Slack has its reply then.
 * Whoever was not asked, whoever is late, and whoever it goes wrong for is told so. Throws where an answer was not kept
 * and nobody knows why: without a good reply Slack says itself that it did not work.
 */
export async function attend(
  context: InboundContext,
  seen: Seen,
  door: Door,
  work: (asked: Asked, onKept: () => void) => Promise<void>,
): Promise<void> {
  let place: Place | null = null;
  let zone = 'UTC';
  let isKept = false;
  const onKept = () => {
    isKept = true;
    void door.ack();
  };
  try {
    place = await placeOf(context, seen);
    const person = await personOf(place.client, seen);
    zone = person.zone;
    await work(await admitted(context, place, person, seen), onKept);
  } catch (error) {
    if (error instanceof Refused)
      await auditRefusal(context, error.reason, { team: seen.team, user: seen.user, decisionId: seen.decision });
    const told = await toldOf(context, seen, error, zone);
    if (told) await (isKept ? place?.tell(told) : door.turnDown(told, place));
    else await place?.tell(isKept ? keptForLater() : wentWrong());
    if (!told && !isKept) throw error;
    if (!told) context.log.error({ err: error, decision_id: seen.decision }, 'an answer is kept, to be applied later');
    await show(context, seen.decision); // an edit may have failed, which is how they came to answer
  }
}

/** What somebody is told of an error; null for one that is not meant for them. */
async function toldOf({ db, log }: InboundContext, seen: Seen, error: unknown, zone: string): Promise<Told | null> {
  if (error instanceof Told) {
    if (error.cause) log.warn({ err: error.cause, decision_id: seen.decision }, error.message);
    return error;
  }
  if (!(error instanceof HandoverError)) return null;
  const { code, message, details } = error;
  const isLate = code === 'ALREADY_RESOLVED' || code === 'EXPIRED';
  const decision = isLate ? await getDecision(db, seen.decision) : null;
  if (decision && !isOpen(decision.status)) return tooLate(decision, zone);
  const faults = details.map((fault) => ({
    ...fault,
    message: `${capitalize(localizeTimes(fault.message, zone))}.`,
  }));
  return new Told(localizeTimes(message, zone), faults.length > 0 ? { faults } : {});
}

/** Has the messages of a decision show how it stands. Where that fails, `reconcile` does it later. */
export async function show(context: InboundContext, decisionId: string): Promise<void> {
  await showStanding(context, decisionId).catch((error: unknown) =>
    context.log.warn({ err: error, decision_id: decisionId }, 'a message will be edited later'),
  );
}
