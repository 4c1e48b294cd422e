import { parseArgs } from 'node:util';
import { systemClock } from '../platform/clock';
import { readConfig } from '../platform/config';
import { isId } from '../platform/ids';
import { openStorage, type Storage } from '../platform/storage';
import { type Db, openDb } from './db';
import { eraseDecision, findOfPerson, findEndedBefore } from './erase';

const USAGE = `Say what to erase, one of:
  npm run erase -- --decision <id>          the words of one decision
  npm run erase -- --person <address>       the words of every decision that this person was asked or answered, and their address
  npm run erase -- --older-than <days>      the words of every decision that has been over for so long`;
const DAY_MS = 24 * 3_600_000;
const PAGE = 500;

interface Place {
  readonly db: Db;
  readonly storage: Storage;
}

/** `npm run erase`: takes the words of decisions away. Ends with 1 where something could not be erased. */
async function main(): Promise<void> {
  const { decision, person, 'older-than': days } = options();
  const config = readConfig();
  const db = openDb(config.DATABASE_URL);
  const place = { db, storage: await openStorage({ url: config.STORAGE_URL, dataDir: config.HANDOVER_DATA_DIR }) };
  try {
    if (decision !== undefined) await erase(place, [decision]);
    else if (person !== undefined) await erase(place, await findOfPerson(db, person), person);
    else await eraseOld(place, new Date(systemClock().getTime() - Number(days) * DAY_MS));
  } finally {
    await db.$disconnect();
  }
}

/** Exactly one of them, and one that can be meant. */
function options() {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { decision: option, person: option, 'older-than': option } });
  const { decision, person, 'older-than': days } = values;
  const isMeant =
    Object.keys(values).length === 1 &&
    (decision === undefined || isId(decision)) &&
    (person === undefined || person.trim() !== '') &&
    (days === undefined || /^\d+$/.test(days));
  if (!isMeant) throw new Error(USAGE);
  return values;
}

async function eraseOld(place: Place, before: Date): Promise<void> {
  for (;;) {
    const ids = await findEndedBefore(place.db, before, PAGE);
    await erase(place, ids);
    if (ids.length < PAGE) return;
  }
}

async function erase({ db, storage }: Place, ids: readonly string[], person: string | null = null): Promise<void> {
  let erased = 0;
  for (const id of ids) {
    const result = await eraseDecision(db, id, { cause: 'request', person, at: systemClock(), storage, replyOf: replyOf({ publicUrl }) });
    if (result === 'erased') erased += 1;
    else
      fail(result === 'open' ? `${id} is not over: cancel it, or wait, and erase it then` : `${id} is not known here`);
  }
  process.stdout.write(`${erased} ${erased === 1 ? 'decision' : 'decisions'} erased\n`);
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
