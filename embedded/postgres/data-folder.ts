import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../reason';
import { SetupError } from '../setup/command.mjs';
import { REACHABLE } from './binaries';
import { canReach, type SystemUser } from './run-as';

/**
 * Makes the folder the data lies in, owned by whom PostgreSQL runs as. Where that user cannot get to the wanted one,
 * because it lies below a closed home say, it is a folder below /var/lib/handover, and the wanted one says which.
 */
export function makeDataFolder(wanted: string, user: SystemUser | undefined): string {
  try {
    mkdirSync(wanted, { recursive: true });
    if (!user) return wanted;
    if (canReach(path.dirname(wanted), user)) return handOver(wanted, user);
    const instead = path.join(REACHABLE, nameKeptIn(path.join(wanted, 'kept-in')));
    mkdirSync(instead, { recursive: true });
    chmodSync(REACHABLE, 0o755);
    return handOver(instead, user);
  } catch (error) {
    throw new SetupError(
      `PostgreSQL's data folder cannot be made: ${reasonOf(error)}. ` +
        'Set HANDOVER_DATA_DIR to a folder you can write to.',
    );
  }
}

/** Random, and written down beside what belongs to it: whoever deletes that starts afresh. */
function nameKeptIn(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(8).toString('hex'));
  return readFileSync(file, 'utf8').trim();
}

function handOver(folder: string, { uid, gid }: SystemUser): string {
  chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
  return folder;
}
