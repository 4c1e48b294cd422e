import { requireOpen } from '../../../decisions/resolve';
import { isSamePerson } from '../../../domain/person';
import { findLinks, type Link } from '../../../store/links';
import { findMessages, keepMessage } from '../../../store/messages';
import type { InboundContext } from '../../inbound';
import type { Person } from './person';
import type { Place } from './place';
import type { Seen } from './seen';
import { hasChanged, Refused } from './words';

/** Somebody who was asked, and the decision while it may be answered. */
export interface Asked extends Place {
  readonly link: Link;
  /** The time zone of their clocks. */
  readonly zone: string;
}

/**
 * Lets in whoever was asked, by the address that they have in Slack now, to a decision that may still be answered and
 * that is what they saw. Throws what they are to be told instead.
 */
export async function admitted(context: InboundContext, place: Place, person: Person, seen: Seen): Promise<Asked> {
  const { db, clock } = context;
  const { decision } = place;
  const links = await findLinks(db, decision.id);
  const link = links.find(({ recipient }) => isSamePerson(person.email, recipient));
  if (!link) throw new Refused('not_asked');
  await adopt(context, link, seen);
  requireOpen(decision, clock());
  if (seen.content !== decision.contentHash) throw hasChanged();
  return { ...place, link, zone: person.zone };
}

/** A crash may have come between sending a message and keeping where it is: it is kept now, to be edited like the others. */
async function adopt({ db, clock }: InboundContext, link: Link, seen: Seen): Promise<void> {
  const { decision, team, channel, ts, user } = seen;
  const known = await findMessages(db, decision);
  if (known.some(({ reference }) => reference.channel === channel && reference.ts === ts)) return;
  const message = { channel: 'slack', reference: { team: team ?? '', channel, ts, user }, shown: 'unknown' };
  await db.begin((sql) => keepMessage(sql, link, message, clock()));
}
