import { parseArgs } from 'node:util';
import { replyOf } from '../decisions/reply';
import { systemClock } from '../platform/clock';
import { isId } from '../platform/ids';
import { openStorage, type Storage } from '../platform/storage';
import type { Db } from '../store/db';
import { eraseDecision, findEndedBefore, findOfPerson } from '../store/erase';
import { fail, run, say, withDb } from './run';

const USAGE = `Say what to erase:
  npm run erase -- --decision <id>          the content of one decision
  npm run erase -- --person <address>       the content of every decision this person was asked about or answered, and their address
  npm run erase -- --older-than <days>      the content of every decision that ended at least this many days ago`;
const DAY_MS = 24 * 3_600_000;
const PAGE = 500;

interface Target {
  readonly db: Db;
  readonly storage: Storage;
  readonly publicUrl: string;
}

/** `npm run erase`: erases the content of decisions. Exits with 1 if something could not be erased. */
run(async (config) => {
  const { decision, person, 'older-than': days } = readOptions();
  const storage = await openStorage({ url: config.STORAGE_URL, dataDir: config.HANDOVER_DATA_DIR });
  await withDb(config, async (db) => {
    const target = { db, storage, publicUrl: config.PUBLIC_URL };
    if (decision !== undefined) await erase(target, [decision]);
    else if (person !== undefined) await erase(target, await findOfPerson(db, person), person);
    else await eraseOld(target, new Date(systemClock().getTime() - Number(days) * DAY_MS));
  });
});

/** Exactly one option, with a value that makes sense. */
function readOptions() {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { decision: option, person: option, 'older-than': option } });
  const { decision, person, 'older-than': days } = values;
  const isValid =
    Object.keys(values).length === 1 &&
    (decision === undefined || isId(decision)) &&
    (person === undefined || person.trim() !== '') &&
    (days === undefined || /^\d{1,6}$/.test(days)); // a longer number of days leads to no date
  if (!isValid) throw new Error(USAGE);
  return values;
}

async function eraseOld(target: Target, before: Date): Promise<void> {
  for (;;) {
    const ids = await findEndedBefore(target.db, before, PAGE);
    await erase(target, ids);
    if (ids.length < PAGE) return;
  }
}

async function erase(
  { db, storage, publicUrl }: Target,
  ids: readonly string[],
  person: string | null = null,
): Promise<void> {
  let erased = 0;
  for (const id of ids) {
    const result = await eraseDecision(db, id, {
      cause: 'request',
      person,
      at: systemClock(),
      storage,
      replyOf: replyOf({ publicUrl }),
    });
    if (result === 'erased') erased += 1;
    else if (result === 'open') fail(`${id} is still open: cancel it or wait until it is over, then erase it`);
    else fail(`${id} does not exist in this database`);
  }
  say(`${erased} ${erased === 1 ? 'decision' : 'decisions'} erased`);
}
