import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf, SetupError } from '../setup-error.mjs';
import { canReach, makeSharedFolder, type SystemUser } from './system-user';

/**
 * Creates the folder for the data, owned by the user that PostgreSQL runs as. If that user can't reach the requested
 * folder, for example below a private home, the data goes to a folder below /var/lib/handover, and a file in the
 * requested folder contains its name.
 */
export function makeDataFolder(requested: string, user: SystemUser | undefined): string {
  try {
    mkdirSync(requested, { recursive: true });
    if (!user) return requested;
    const folder = canReach(path.dirname(requested), user) ? requested : sharedFolderFor(requested);
    mkdirSync(folder, { recursive: true });
    chownSync(folder, user.uid, user.gid);
    chmodSync(folder, 0o700);
    return folder;
  } catch (error) {
    throw new SetupError(
      `PostgreSQL's data folder can't be created: ${reasonOf(error)}. ` +
        'Set HANDOVER_DATA_DIR to a folder you can write to.',
    );
  }
}

/** Its random name is kept in the requested folder: without that, PostgreSQL starts with new data. */
function sharedFolderFor(requested: string): string {
  const nameFile = path.join(requested, 'kept-in');
  if (!existsSync(nameFile)) writeFileSync(nameFile, randomBytes(8).toString('hex'));
  return path.join(makeSharedFolder(), readFileSync(nameFile, 'utf8').trim());
}
