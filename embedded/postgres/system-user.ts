import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { SetupError } from '../setup-error.mjs';

/** A user of this system, by number. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';
const SHARED_FOLDER = '/var/lib/handover';

/**
 * The user that PostgreSQL runs as. Undefined means the current user. PostgreSQL refuses to run as root, so for root it is
 * the user `postgres`, which is created when missing.
 */
export function postgresUser(): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = find();
  if (existing) return existing;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', NAME]);
  const created = find();
  if (created) return created;
  throw new SetupError(
    `PostgreSQL doesn't run as root, and the user ${NAME} couldn't be created. Create it (useradd --system ${NAME}), ` +
      'start Handover as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** True when the user may run the file or enter the folder. */
export function canReach(file: string, user: SystemUser | undefined): boolean {
  return !user || spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', file], { ...user, cwd: '/' }).status === 0;
}

/** Creates the folder for what PostgreSQL's user can't reach in its usual place. Only root needs it. */
export function makeSharedFolder(): string {
  mkdirSync(SHARED_FOLDER, { recursive: true });
  chmodSync(SHARED_FOLDER, 0o755);
  return SHARED_FOLDER;
}

function find(): SystemUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, NAME], { encoding: 'utf8' }));
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}
