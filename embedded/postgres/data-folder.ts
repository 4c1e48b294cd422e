import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from '../setup/command.mjs';
import { REACHABLE } from './binaries';
import { canReach, type SystemUser } from './run-as';

/**
 * Makes the folder the data lies in, owned by whom PostgreSQL runs as. Where that user cannot get to the wanted one,
 * because it lies below a closed home say, it is a folder below /var/lib/handover that belongs to the wanted one alone.
 */
export function makeDataFolder(wanted: string, user: SystemUser | undefined): string {
  try {
    mkdirSync(wanted, { recursive: true });
    if (!user) return wanted;
    if (canReach(path.dirname(wanted), user)) return handOver(wanted, user);
    const instead = path.join(REACHABLE, createHash('sha256').update(wanted).digest('hex').slice(0, 16));
    mkdirSync(instead, { recursive: true });
    chmodSync(REACHABLE, 0o755);
    return handOver(instead, user);
  } catch (error) {
    throw new SetupError(
      `PostgreSQL's data folder cannot be made: ${error instanceof Error ? error.message : error}. ` +
        'Set HANDOVER_DATA_DIR to a folder you can write to.',
    );
  }
}

function handOver(folder: string, { uid, gid }: SystemUser): string {
  chownSync(folder, uid, gid);
  chmodSync(folder, 0o700);
  return folder;
}
