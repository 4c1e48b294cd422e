import { findBookFaults } from '../support/book-faults';
import type { Disruption } from './disruptions';
import type { Promised } from './load';
import type { Arrived } from './mail-server';
import type { Product } from './product';
import type { FlakyReceiver } from './receiver';

export interface Happened {
  readonly promised: Promised;
  readonly disruptions: readonly Disruption[];
  readonly receiver: FlakyReceiver;
  readonly arrived: readonly Arrived[];
}

/** How long everything may take to settle once all parts are well again, in milliseconds. */
const SETTLE_MS = 180_000;

/** Waits until everything has settled, and compares it with what was promised. Returns every violation, in words. */
export async function check({ db, temporal, secret }: Product, happened: Happened): Promise<string[]> {
  const { promised, receiver } = happened;
  const stored = await db.decision.findMany({ select: { id: true, metadata: true, status: true } });
  const books = { db, temporal, secret, receiver, ledger: promised.ledger };
  const inBooks = await findBookFaults(
    books,
    stored.map(({ id }) => id),
    SETTLE_MS,
  );
  return [
    ...promised.unexpected,
    ...faultsOfCreates(stored, promised),
    ...(await faultsOfChanges(db, promised)),
    ...(await faultsOfMails(db, happened)),
    ...inBooks,
  ];
}

interface Stored {
  readonly id: string;
  readonly metadata: unknown;
}

function* faultsOfCreates(stored: readonly Stored[], { created }: Promised): Generator<string> {
  const ids = new Set(stored.map(({ id }) => id));
  for (const id of created.keys()) if (!ids.has(id)) yield `${id}: was acknowledged, and does not exist`;
  const keys = stored.map(({ metadata }) => Object(metadata).key);
  if (new Set(keys).size < keys.length) yield `${keys.length - new Set(keys).size} decisions exist twice`;
}

async function faultsOfChanges(db: Product['db'], { cancelled, replaced }: Promised): Promise<string[]> {
  const where = { id: { in: [...cancelled] }, status: { not: 'denied' } };
  const kept = await db.decision.findMany({ where, select: { id: true, status: true } });
  const asked = await db.assignment.findMany({ where: { decisionId: { in: replaced.map(({ id }) => id) } } });
  const lost = replaced.filter(
    ({ id, to }) => !asked.some(({ decisionId, approver }) => decisionId === id && approver === to),
  );
  return [
    ...kept.map(({ id, status }) => `${id}: was acknowledged as cancelled, and is ${status}`),
    ...lost.map(({ id, to }) => `${id}: was acknowledged as passed on to ${to}, who has not been asked`),
  ];
}

/**
 * Everyone who is noted as asked has the mail. A mail comes twice, with the same Message-ID, only if something broke
 * before it was noted as sent.
 */
async function faultsOfMails(db: Product['db'], { arrived, disruptions }: Happened): Promise<string[]> {
  const sent = await db.notification.findMany({ where: { status: 'sent' } });
  const ids = new Set(arrived.map(({ messageId }) => messageId));
  const idOf = ({ decisionId, assignmentId, occasion }: (typeof sent)[number]) =>
    [decisionId, assignmentId, ...(occasion === 'ask' ? [] : [occasion])].join('.');
  const missing = sent.map(idOf).filter((id) => !ids.has(id));
  const unexplained = twice(arrived).filter(
    ([first, second]) => !disruptions.some(({ from, until }) => from <= second.at && until >= first.at - 1_000),
  );
  return [
    ...missing.map((id) => `mail ${id}: is noted as sent, and did not arrive`),
    ...unexplained.map(([{ messageId }]) => `mail ${messageId}: came twice, and nothing had broken meanwhile`),
  ];
}

/** Mails that came again, each with the one before it. */
export function twice(arrived: readonly Arrived[]): readonly (readonly [Arrived, Arrived])[] {
  return arrived.flatMap((mail, index) => {
    const before = arrived.slice(0, index).findLast(({ messageId }) => messageId === mail.messageId);
    return before ? [[before, mail] as const] : [];
  });
}
