import { spawnSync } from 'node:child_process';
import { SetupError } from '../setup/command.mjs';

/** A user of this system, by number. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/**
 * Whom PostgreSQL runs as: ourselves, unless we are root, for it refuses to run as root. Then it is the user `postgres`,
 * which is made when there is none.
 */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return find() ?? make();
}

/** True when the user may run or enter what lies there. */
export function canReach(file: string, user: SystemUser | undefined): boolean {
  return !user || spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', file], { ...user, cwd: '/' }).status === 0;
}

function find(): SystemUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, NAME], { encoding: 'utf8' }));
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

function make(): SystemUser {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', NAME]);
  const made = find();
  if (made) return made;
  throw new SetupError(
    `PostgreSQL does not run as root, and the user ${NAME} could not be made. Make one (useradd --system ${NAME}), ` +
      'start Handover as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}
